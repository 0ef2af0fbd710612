/** What all parts of a cluster here say they are: upstream's behaviour of that version is what they simulate. */
export const kubernetesVersion = 'v1.34.4';
