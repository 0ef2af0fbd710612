import {defineCause} from './diagnosis.ts';

/** Named by the sandbox: the socket is missing or refuses connections. */
export const dockerNotRunning = defineCause({
  cause: 'docker-not-running',
  verdict: 'blocked',
  params: ['endpoint', 'reason'],
  says: {
    usual: {
      en: 'Docker does not answer[ at {endpoint}][ ({reason})]. Start it: Docker Desktop, or `sudo systemctl start docker`. Then the checks go on.',
      zh: 'Docker 没有应答[：{endpoint}][（{reason}）]。启动它：打开 Docker Desktop，或运行 `sudo systemctl start docker`。之后检查会接着进行。',
    },
  },
});
