import type {Daemon} from '../daemon.ts';
import type {Image} from '../images/image.ts';
import {layerSize} from '../images/layer-tar.ts';
import type {ContainerSummary} from './container.ts';
import {goTime} from './go-time.ts';
import type {LiveContainer} from './live-container.ts';
import {mountsJson} from './mount-json.ts';
import {networkSettingsJson, networksJson, portSummaries} from './network-json.ts';

/** A container as far as it is shown. */
export type ShownContainer = LiveContainer & {
  readonly createdMs: number;
  readonly image: Image;
  readonly restartCount: number;
  /** Of execs that run. */
  readonly execIds: readonly string[];
};

/** One element of `GET /containers/json`. */
export function summaryJson(container: ShownContainer, {size}: {readonly size: boolean}): ContainerSummary {
  const {id, name, image, state, config, host, simulatedHost} = container;
  const daemon = simulatedHost.daemon();
  return {
    Id: id,
    Names: [`/${name}`],
    Image: shownImage(container, daemon),
    ImageID: image.id,
    Command: commandText(container.argv),
    Created: Math.floor(container.createdMs / 1000),
    Ports: portSummaries(container),
    ...(size ? sizes(container) : {}),
    Labels: config.Labels,
    State: state.status,
    Status: state.text(daemon.outside.clock.now()),
    HostConfig: {NetworkMode: host.NetworkMode},
    NetworkSettings: {Networks: networksJson(container)},
    Mounts: mountsJson(container.mounts),
  };
}

/** `GET /containers/{id}/json`. */
export function inspectJson(container: ShownContainer, {size}: {readonly size: boolean}): object {
  const {id, name, image, state, config, argv} = container;
  const folder = `/var/lib/docker/containers/${id}`;
  const etc = container.networkOf ? `/var/lib/docker/containers/${container.networkOf.id}` : folder;
  const started = state.startedMs !== undefined;
  const hasLog = started && !['none', 'local'].includes(container.host.LogConfig.Type);
  return {
    Id: id,
    Created: goTime(container.createdMs),
    Path: argv[0] ?? '',
    Args: argv.slice(1),
    State: state.json(),
    Image: image.id,
    ResolvConfPath: started ? `${etc}/resolv.conf` : '',
    HostnamePath: started ? `${etc}/hostname` : '',
    HostsPath: started ? `${etc}/hosts` : '',
    LogPath: hasLog ? `${folder}/${id}-json.log` : '',
    Name: `/${name}`,
    RestartCount: container.restartCount,
    Driver: 'overlay2',
    Platform: 'linux',
    MountLabel: '',
    ProcessLabel: '',
    AppArmorProfile: '',
    ExecIDs: container.execIds.length > 0 ? container.execIds : null,
    HostConfig: {...container.host, Links: container.links.json()},
    GraphDriver: {Data: graphData(container), Name: 'overlay2'},
    ...(size ? sizes(container) : {}),
    Mounts: mountsJson(container.mounts),
    Config: {...config, Hostname: container.hostname},
    NetworkSettings: networkSettingsJson(container),
  };
}

function sizes({layer, image}: ShownContainer): {readonly SizeRw: number; readonly SizeRootFs: number} {
  const own = layerSize(layer);
  return {SizeRw: own, SizeRootFs: own + image.layers.reduce((sum, {size}) => sum + size, 0)};
}

/** The name it was made with, as long as that still means its image. */
function shownImage({config, image}: ShownContainer, {images}: Daemon): string {
  return images.find(config.Image)?.id === image.id ? config.Image : image.id;
}

function commandText(argv: readonly string[]): string {
  const [path = '', ...args] = argv;
  return [path, ...args.map((arg) => (arg.includes(' ') ? `'${arg}'` : arg))].join(' ');
}

/** Where Docker would keep the layers; nothing is there. */
function graphData({id, image}: ShownContainer): object {
  const place = (layer: string): string => `/var/lib/docker/overlay2/${layer}`;
  const below = [...image.layers].reverse().map(({chainId}) => `${place(chainId.slice('sha256:'.length))}/diff`);
  return {
    LowerDir: [`${place(id)}-init/diff`, ...below].join(':'),
    MergedDir: `${place(id)}/merged`,
    UpperDir: `${place(id)}/diff`,
    WorkDir: `${place(id)}/work`,
  };
}
