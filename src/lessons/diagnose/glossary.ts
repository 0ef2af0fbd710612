import type {Language} from '../../observation.ts';

type Term = {readonly [L in Language]: string};

/** Said for an expected or seen value that is empty. */
export const none: Term = {en: 'none', zh: '无'};

const kinds: {readonly [kind: string]: Term} = {
  container: {en: 'container', zh: '容器'},
  image: {en: 'image', zh: '镜像'},
  volume: {en: 'volume', zh: '卷'},
  network: {en: 'network', zh: '网络'},
  registry: {en: 'registry', zh: '镜像仓库服务'},
  file: {en: 'file', zh: '文件'},
  folder: {en: 'folder', zh: '文件夹'},
};

const properties: {readonly [property: string]: Term} = {
  state: {en: 'state', zh: '状态'},
  exitCode: {en: 'exit code', zh: '退出码'},
  image: {en: 'image', zh: '镜像'},
  command: {en: 'command', zh: '命令'},
  entrypoint: {en: 'entrypoint', zh: '入口点（entrypoint）'},
  ports: {en: 'published port', zh: '发布的端口'},
  env: {en: 'environment variable', zh: '环境变量'},
  mounts: {en: 'mount', zh: '挂载'},
  networks: {en: 'network', zh: '网络'},
  memory: {en: 'memory limit', zh: '内存限制'},
  cpus: {en: 'CPU limit', zh: 'CPU 限制'},
  restart: {en: 'restart policy', zh: '重启策略'},
  labels: {en: 'label', zh: '标签（label）'},
  health: {en: 'health', zh: '健康状态'},
  oomKilled: {en: 'killed for lack of memory (OOMKilled)', zh: '因内存不足被终止（OOMKilled）'},
  exposed: {en: 'exposed port', zh: '声明的端口'},
  user: {en: 'user', zh: '用户'},
  workingFolder: {en: 'working folder', zh: '工作目录'},
  driver: {en: 'driver', zh: '驱动'},
  containers: {en: 'container', zh: '容器'},
  usedBy: {en: 'user', zh: '使用者'},
  tags: {en: 'tag', zh: '标签'},
};

const states: {readonly [state: string]: Term} = {
  created: {en: 'created', zh: '已创建'},
  running: {en: 'running', zh: '运行中'},
  paused: {en: 'paused', zh: '已暂停'},
  restarting: {en: 'restarting', zh: '重启中'},
  exited: {en: 'exited', zh: '已退出'},
};

const tables: {readonly [name: string]: {readonly [word: string]: Term}} = {
  kind: kinds,
  property: properties,
  state: states,
};

/** A parameter's value as it is said: words of the format in the learner's language, names and values as they are. */
export function term(name: string, text: string, language: Language): string {
  const table = tables[name];
  const known = table !== undefined && Object.hasOwn(table, text) ? table[text] : undefined;
  if (known) return known[language];
  return name === 'expected' ? matcherText(text, language) : text;
}

/** A matcher as a person says it. */
function matcherText(text: string, language: Language): string {
  if (text === 'present') return language === 'zh' ? '任意值' : 'any value';
  if (text === 'absent') return language === 'zh' ? '没有' : 'none';
  if (text.startsWith('~'))
    return language === 'zh' ? `匹配 ${text.slice(1)} 的内容` : `something that matches ${text.slice(1)}`;
  return text;
}
