import {z} from 'zod';
import {imageReference} from './image-reference.ts';
import {matcher, matcherMap} from './matchers.ts';
import {sizeMatcher} from './sizes.ts';

const port = z.string().regex(/^\d{1,5}(\/udp)?$/, 'expected a port number');

/** What a lesson may say about a container, in the words of the docker CLI. */
export const containerParams = z
  .strictObject({
    name: z.string().min(1).exactOptional(),
    of: imageReference.exactOptional(),
    state: z.enum(['created', 'running', 'paused', 'exited']).exactOptional(),
    exitCode: matcher.exactOptional(),
    image: matcher.exactOptional(),
    ports: z.record(port, z.union([z.int().min(1).max(65535), port])).exactOptional(),
    env: matcherMap.exactOptional(),
    labels: matcherMap.exactOptional(),
    networks: z.array(matcher).min(1).exactOptional(),
    mounts: z.record(z.string().startsWith('/'), matcher).exactOptional(),
    memory: sizeMatcher.exactOptional(),
    cpus: matcher.exactOptional(),
    restart: matcher.exactOptional(),
    health: z.enum(['starting', 'healthy', 'unhealthy']).exactOptional(),
    oomKilled: z.boolean().exactOptional(),
    command: matcher.exactOptional(),
  })
  .refine(({name, of}) => (name === undefined) !== (of === undefined), {message: 'expected one of name and of'});

export type ContainerParams = z.infer<typeof containerParams>;
