import type {Docker} from '../app.ts';
import {containerPath} from '../containers/paths.ts';
import {pathPart} from '../engine/query.ts';
import type {Inspected} from './inspect-all.ts';
import {containerType} from './types/container.ts';
import {imageType} from './types/image.ts';
import {networkType} from './types/network.ts';
import {volumeType} from './types/volume.ts';

/** Looks one thing up. */
export type LookUp = (docker: Docker, name: string, options: {readonly size: boolean}) => Promise<Inspected>;

/** The kinds of things this docker can look up, in the order in which a bare name is tried. */
export const lookUps = {
  container: async ({engine}, name, {size}) => ({
    type: containerType,
    json: await engine.text({path: containerPath(name, 'json'), query: {size}}),
  }),
  image: async ({engine}, name) => ({
    type: imageType,
    json: await engine.text({path: `/images/${pathPart(name)}/json`}),
  }),
  network: async ({engine}, name) => ({
    type: networkType,
    json: await engine.text({path: `/networks/${pathPart(name)}`}),
  }),
  volume: async ({engine}, name) => ({
    type: volumeType,
    byType: true,
    json: await engine.text({path: `/volumes/${pathPart(name)}`}),
  }),
} satisfies Readonly<Record<string, LookUp>>;

export type Kind = keyof typeof lookUps;
