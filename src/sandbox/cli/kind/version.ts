/** The kind whose behaviour and calls this command has. */
export const kindVersion = '0.33.0';
/** What that kind was built with, as its `version` prints it. */
export const goVersion = 'go1.26.8';
/** The image of a node when nobody names another. */
export const defaultNodeImage =
  'kindest/node:v1.37.0@sha256:a1ed56cfb0e7b93589bdf97c8cd566405a265939e3620fc4f5de89adff580ae5';
/** The cluster that is meant when nobody names one. */
export const defaultClusterName = 'kind';
