/** What a text of a flag must be like: returns it, or another spelling of it; throws in docker's words. */
export type TextCheck = (text: string) => string;

const ipv4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/** Whether a text is an address, of either kind. */
export function isIp(text: string): boolean {
  if (ipv4.test(text)) return true;
  return text.includes(':') && URL.canParse(`http://[${text}]/`);
}

export const checkAttach: TextCheck = (text) => {
  const stream = text.toLowerCase();
  if (['stdin', 'stdout', 'stderr'].includes(stream)) return stream;
  throw new Error('valid streams are STDIN, STDOUT and STDERR');
};

export const checkIp: TextCheck = (text) => {
  if (isIp(text.trim())) return text.trim();
  throw new Error(`IP address is not correctly formatted: ${text}`);
};

export const checkExtraHost: TextCheck = (text) => {
  const separator = text.includes('=') ? '=' : ':';
  const at = text.indexOf(separator);
  const [host, ip] = [text.slice(0, at), text.slice(at + 1)];
  if (at <= 0 || ip === '') throw new Error(`bad format for add-host: ${JSON.stringify(text)}`);
  const address = separator === '=' ? ip.replace(/^\[(.*)\]$/, '$1') : ip;
  if (address !== 'host-gateway' && !isIp(address)) {
    throw new Error(`invalid IP address in add-host: ${JSON.stringify(address)}`);
  }
  return `${host}:${address}`;
};

export const checkLabel: TextCheck = (text) => {
  if (/^\s*(=|$)/.test(text)) throw new Error(`invalid label '${text}': empty name`);
  return text;
};

export const checkEnvironment: TextCheck = (text) => {
  if (text.startsWith('=')) throw new Error(`invalid environment variable: ${text}`);
  return text;
};

export const checkLink: TextCheck = (text) => {
  if (text === '') throw new Error('empty string specified for links');
  if (text.split(':').length > 2) throw new Error(`bad format for links: ${text}`);
  return text;
};

const namespacedSysctls =
  /^(kernel\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)$|net\.|fs\.mqueue\.)/;

export const checkSysctl: TextCheck = (text) => {
  const [key = ''] = text.split('=');
  if (text.includes('=') && namespacedSysctls.test(key)) return text;
  throw new Error(`sysctl '${text}' is not allowed`);
};

export const checkDeviceRule: TextCheck = (text) => {
  if (/^[acb] ([0-9]+|\*):([0-9]+|\*) [rwm]{1,3}$/.test(text)) return text;
  throw new Error(`invalid device cgroup format '${text}'`);
};

export const checkSearchDomain: TextCheck = (text) => {
  const domain = text.trim();
  if (domain === '.') return domain;
  if (
    !/^(:?(:?[a-zA-Z0-9]|(:?[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))(:?\.(:?[a-zA-Z0-9]|(:?[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])))*)\.?\s*$/.test(
      domain,
    )
  ) {
    throw new Error(`${text} is not a valid domain`);
  }
  return domain.replace(/\.$/, '');
};
