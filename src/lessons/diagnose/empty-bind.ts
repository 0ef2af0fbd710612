import {defineCause} from './diagnosis.ts';
import {serverOf} from './evidence.ts';

/** A mount hides what the image has at that path, and brings no page of its own. */
export const emptyBind = defineCause({
  cause: 'empty-bind',
  verdict: 'unmet',
  params: ['name', 'source', 'target', 'seen'],
  says: {
    usual: {
      en: 'Container {name} answers {seen}: {source} is mounted over {target} and hides what the image has there, but brings no page. Put an index.html into {source}.',
      zh: '容器 {name} 回答的是 {seen}：{source} 挂载在 {target} 上，遮住了镜像原来的内容，自己却没有网页。在 {source} 里放一个 index.html。',
    },
  },
  explains(found) {
    const {verdict} = found;
    const seen = verdict.params['seen'];
    if (verdict.cause !== 'http-status-differs' || (seen !== '403' && seen !== '404')) return undefined;
    const server = serverOf(found);
    const mount = server?.mounts.find(({target}) => /html|www|htdocs|public/.test(target));
    return server && mount ? {name: server.name, source: mount.source, target: mount.target, seen} : undefined;
  },
});
