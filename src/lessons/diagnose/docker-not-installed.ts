import {defineCause} from './diagnosis.ts';

/** Named by the sandbox: there is no docker command and nothing that answers like Docker. */
export const dockerNotInstalled = defineCause({
  cause: 'docker-not-installed',
  verdict: 'blocked',
  params: ['endpoint'],
  says: {
    usual: {
      en: 'Docker is not installed on this machine[: nothing is at {endpoint}]. Install Docker Engine, or Docker Desktop on macOS and Windows; `k8s-learn doctor` shows what else is needed.',
      zh: '这台机器上没有安装 Docker[：{endpoint} 不存在]。请安装 Docker Engine（macOS 和 Windows 上是 Docker Desktop）；还缺什么，`k8s-learn doctor` 会列出来。',
    },
  },
});
