import {defineCause} from './diagnosis.ts';

/** Named by the sandbox: the socket is there and this user may not open it. */
export const dockerPermissionDenied = defineCause({
  cause: 'docker-permission-denied',
  verdict: 'blocked',
  params: ['endpoint'],
  says: {
    usual: {
      en: 'Docker is there, but your user may not open its socket[ {endpoint}]. Join the docker group, `sudo usermod -aG docker $USER`, then log out and in again.',
      zh: 'Docker 在运行，但你的用户没有权限打开它的套接字[ {endpoint}]。加入 docker 组：`sudo usermod -aG docker $USER`，然后注销再登录。',
    },
  },
});
