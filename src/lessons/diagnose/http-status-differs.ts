import {defineCause} from './diagnosis.ts';

/** A server answers, with another status. */
export const httpStatusDiffers = defineCause({
  cause: 'http-status-differs',
  verdict: 'unmet',
  params: ['url', 'expected', 'seen'],
  says: {
    usual: {
      en: '{url} answers with status {seen}; the step asks for {expected}. `curl -i {url}` shows the whole answer.',
      zh: '{url} 回答的状态码是 {seen}，这一步要的是 {expected}。完整的回答可以用 `curl -i {url}` 看。',
    },
    '403': {
      en: '{url} answers with status 403, forbidden; the step asks for {expected}. The server found a folder without an index page, or a file it may not read.',
      zh: '{url} 回答的状态码是 403（禁止访问），这一步要的是 {expected}。服务器找到的文件夹里没有首页，或者文件它读不了。',
    },
    '404': {
      en: '{url} answers with status 404, not found; the step asks for {expected}. A server is there, but not this page: look at the path, and at what is mounted or copied.',
      zh: '{url} 回答的状态码是 404（找不到），这一步要的是 {expected}。服务器在，但没有这个页面：检查路径，以及挂载或复制进去的内容。',
    },
    '500': {
      en: '{url} answers with status {seen}: the program inside met an error; the step asks for {expected}. `docker logs` says which.',
      zh: '{url} 回答的状态码是 {seen}：里面的程序出错了；这一步要的是 {expected}。是什么错，看 `docker logs`。',
    },
    '502': {
      en: '{url} answers with status {seen}: the server reached nobody behind it; the step asks for {expected}. Is the other container running, and on the same network?',
      zh: '{url} 回答的状态码是 {seen}：服务器连不上它后面的程序；这一步要的是 {expected}。另一个容器在运行吗？在同一个网络上吗？',
    },
  },
  variant: ({seen}) => (seen === '503' || seen === '504' ? '502' : seen),
});
