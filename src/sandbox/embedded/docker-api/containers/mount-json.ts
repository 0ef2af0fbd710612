import type {ContainerMount} from './container-mounts.ts';

/** `Mounts` of `docker inspect` and `docker ps`; `--tmpfs` is not among them, as in Docker. */
export function mountsJson(mounts: readonly ContainerMount[]): readonly object[] {
  return mounts.filter(({listed}) => listed).map(mountJson);
}

function mountJson({type, name, source, destination, mode, readWrite}: ContainerMount): object {
  const rest = {Destination: destination, Mode: mode, RW: readWrite};
  switch (type) {
    case 'volume':
      return {
        Type: type,
        Name: name,
        Source: `/var/lib/docker/volumes/${name}/_data`,
        Destination: destination,
        Driver: 'local',
        Mode: mode,
        RW: readWrite,
        Propagation: '',
      };
    case 'bind':
      return {Type: type, Source: source, ...rest, Propagation: 'rprivate'};
    case 'tmpfs':
      return {Type: type, Source: '', ...rest, Propagation: ''};
  }
}
