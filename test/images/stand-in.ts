/** The label every stand-in carries; its value starts with "stand-in". */
export const standInLabel = 'org.opencontainers.image.description';

/** Labels that say the image is not the official one, and what it was made of. */
export function standInLabels(reference: string, madeOf: string): {readonly [name: string]: string} {
  return {[standInLabel]: `stand-in for ${reference}, for tests without a network: ${madeOf}; not the official image`};
}

/** True when a label's value marks a stand-in. */
export function isStandIn(labels: {readonly [name: string]: unknown}): boolean {
  const value = labels[standInLabel];
  return typeof value === 'string' && value.startsWith('stand-in');
}
