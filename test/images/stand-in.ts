/** The label every stand-in carries; its value starts with "stand-in for REFERENCE,". */
export const standInLabel = 'org.opencontainers.image.description';

/** Labels that say the image is not the official one, and what it was made of. */
export function standInLabels(reference: string, madeOf: string): {readonly [name: string]: string} {
  return {[standInLabel]: `stand-in for ${reference}, for tests without a network: ${madeOf}; not the official image`};
}

/**
 * True when the labels of the image behind `reference` mark it as our stand-in for just that name: images built from
 * a stand-in inherit its label, and they are somebody's work.
 */
export function isStandIn(reference: string, labels: {readonly [name: string]: unknown}): boolean {
  const value = labels[standInLabel];
  return typeof value === 'string' && value.startsWith(`stand-in for ${reference},`);
}
