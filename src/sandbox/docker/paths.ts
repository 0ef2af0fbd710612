/**
 * Request paths from names that a lesson or a learner wrote; undefined where the name cannot be one of Docker's,
 * so that nothing can be smuggled into a path.
 */

export function containerPath(name: string): string | undefined {
  return objectPath('/containers', name.replace(/^\//, ''));
}

export function volumePath(name: string): string | undefined {
  return objectPath('/volumes', name);
}

export function networkPath(name: string): string | undefined {
  return objectPath('/networks', name);
}

/** A reference or an id; slashes stay, as the API's routes want them. */
export function imagePath(reference: string): string | undefined {
  const valid = /^[a-z0-9][\w.:/@-]*$/i.test(reference) && !/\/\/|\/$|(^|\/)\.\.?(\/|$)/.test(reference);
  return valid ? `/images/${reference}` : undefined;
}

function objectPath(folder: string, name: string): string | undefined {
  return /^[a-z0-9][\w.-]*$/i.test(name) ? `${folder}/${name}` : undefined;
}
