import {container} from './container.ts';
import {absents, images, networks, registries, volumes} from './docker.ts';
import {clusters, inCluster, objects} from './kubernetes.ts';
import {commands, files, https, logs, quizzes} from './others.ts';
import type {Table} from './table.ts';

/** The cases of every check type. */
export const tables: readonly Table[] = [
  absents,
  clusters,
  commands,
  container,
  files,
  https,
  images,
  logs,
  networks,
  objects,
  quizzes,
  registries,
  volumes,
].map(({type, rows}) => ({type, rows: [...rows, ...(inCluster[type] ?? [])]}));
