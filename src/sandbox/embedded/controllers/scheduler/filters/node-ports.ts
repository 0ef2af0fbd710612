import {type Filter, refusedFor} from '../filter.ts';

/** Keeps Pods off nodes whose ports they need are taken. */
export const nodePorts: Filter = {
  name: 'NodePorts',
  prepare({ports}) {
    if (ports.length === 0) return undefined;
    return (node) =>
      ports.some((port) => node.takes(port))
        ? refusedFor("node(s) didn't have free ports for the requested pod ports")
        : undefined;
  },
};
