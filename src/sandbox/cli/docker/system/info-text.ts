import {type Json, list, number, object, objects, text, texts} from '../json.ts';
import {bytesSize} from '../units.ts';

/** The lines that tell of a server. */
export function serverInfoLines(info: Json): readonly string[] {
  return [
    ` Containers: ${number(info['Containers'])}`,
    `  Running: ${number(info['ContainersRunning'])}`,
    `  Paused: ${number(info['ContainersPaused'])}`,
    `  Stopped: ${number(info['ContainersStopped'])}`,
    ` Images: ${number(info['Images'])}`,
    ...optional('Server Version', info['ServerVersion']),
    ...optional('Storage Driver', info['Driver']),
    ...list(info['DriverStatus']).map((pair) => `  ${texts(pair)[0] ?? ''}: ${texts(pair)[1] ?? ''}`),
    ...optional('Logging Driver', info['LoggingDriver']),
    ...optional('Cgroup Driver', info['CgroupDriver']),
    ...optional('Cgroup Version', info['CgroupVersion']),
    ...pluginLines(object(info['Plugins'])),
    ...cdiLines(info),
    ` Swarm: ${text(object(info['Swarm'])['LocalNodeState'])}`,
    ...runtimeLines(info),
    ...securityLines(info),
    ...machineLines(info),
    ...proxyLines(info),
    ...list(info['Labels'])
      .slice(0, 1)
      .map(() => ' Labels:'),
    ...texts(info['Labels']).map((label) => `  ${label}`),
    ` Experimental: ${info['ExperimentalBuild'] === true}`,
    ...registryLines(object(info['RegistryConfig'])),
    ` Live Restore Enabled: ${info['LiveRestoreEnabled'] === true}`,
    ...optional('Product License', info['ProductLicense']),
    ...poolLines(info),
    ...firewallLines(info),
  ];
}

function optional(name: string, value: unknown): readonly string[] {
  return text(value) === '' ? [] : [` ${name}: ${text(value)}`];
}

function pluginLines(plugins: Json): readonly string[] {
  const log = texts(plugins['Log']);
  return [
    ' Plugins:',
    `  Volume: ${texts(plugins['Volume']).join(' ')}`,
    `  Network: ${texts(plugins['Network']).join(' ')}`,
    ...(texts(plugins['Authorization']).length === 0
      ? []
      : [`  Authorization: ${texts(plugins['Authorization']).join(' ')}`]),
    `  Log: ${log.join(' ')}`,
  ];
}

function cdiLines(info: Json): readonly string[] {
  const folders = texts(info['CDISpecDirs']);
  if (folders.length === 0) return [];
  return [' CDI spec directories:', ...folders.map((folder) => `  ${folder}`)];
}

function runtimeLines(info: Json): readonly string[] {
  const runtimes = Object.keys(object(info['Runtimes'])).sort();
  if (runtimes.length === 0) return [];
  const commit = (name: string, key: string) => {
    const {ID, Expected} = object(info[key]);
    const differs = text(Expected) !== '' && Expected !== ID ? ` (expected: ${text(Expected)})` : '';
    return ` ${name} version: ${text(ID)}${differs}`;
  };
  return [
    ` Runtimes: ${runtimes.join(' ')}`,
    ` Default Runtime: ${text(info['DefaultRuntime'])}`,
    ` Init Binary: ${text(info['InitBinary'])}`,
    commit('containerd', 'ContainerdCommit'),
    commit('runc', 'RuncCommit'),
    commit('init', 'InitCommit'),
  ];
}

function securityLines(info: Json): readonly string[] {
  const options = texts(info['SecurityOptions']);
  if (options.length === 0) return [];
  return [
    ' Security Options:',
    ...options.flatMap((option) => {
      const pairs = option.split(',').map((pair) => pair.split('=', 2));
      const name = pairs.find(([key]) => key === 'name')?.[1] ?? option;
      const others = pairs.filter(([key]) => key !== 'name');
      return [
        `  ${name}`,
        ...others.map(([key = '', value = '']) => `   ${key === 'profile' ? 'Profile' : key}: ${value}`),
      ];
    }),
  ];
}

function machineLines(info: Json): readonly string[] {
  return [
    ...optional('Kernel Version', info['KernelVersion']),
    ...optional('Operating System', info['OperatingSystem']),
    ...optional('OSType', info['OSType']),
    ...optional('Architecture', info['Architecture']),
    ` CPUs: ${number(info['NCPU'])}`,
    ` Total Memory: ${bytesSize(number(info['MemTotal']))}`,
    ...optional('Name', info['Name']),
    ...optional('ID', info['ID']),
    ` Docker Root Dir: ${text(info['DockerRootDir'])}`,
    ` Debug Mode: ${info['Debug'] === true}`,
    ...(info['Debug'] === true
      ? [
          `  File Descriptors: ${number(info['NFd'])}`,
          `  Goroutines: ${number(info['NGoroutines'])}`,
          `  System Time: ${text(info['SystemTime'])}`,
          `  EventsListeners: ${number(info['NEventsListener'])}`,
        ]
      : []),
  ];
}

function proxyLines(info: Json): readonly string[] {
  return [
    ...optional('HTTP Proxy', info['HttpProxy']),
    ...optional('HTTPS Proxy', info['HttpsProxy']),
    ...optional('No Proxy', info['NoProxy']),
  ];
}

function registryLines(registry: Json): readonly string[] {
  const named = Object.entries(object(registry['IndexConfigs']))
    .filter(([, config]) => object(config)['Secure'] === false)
    .map(([name]) => `  ${name}`);
  const insecure = [...named, ...texts(registry['InsecureRegistryCIDRs']).map((range) => `  ${range}`)];
  const mirrors = texts(registry['Mirrors']);
  return [
    ...(insecure.length === 0 ? [] : [' Insecure Registries:', ...insecure]),
    ...(mirrors.length === 0 ? [] : [' Registry Mirrors:', ...mirrors.map((mirror) => `  ${mirror}`)]),
  ];
}

function poolLines(info: Json): readonly string[] {
  const pools = objects(info['DefaultAddressPools']);
  if (pools.length === 0) return [];
  return [' Default Address Pools:', ...pools.map(({Base, Size}) => `   Base: ${text(Base)}, Size: ${number(Size)}`)];
}

function firewallLines(info: Json): readonly string[] {
  const backend = object(info['FirewallBackend']);
  return optional('Firewall Backend', backend['Driver']);
}
