import {verbsOf} from '../checks/docker-verbs.ts';
import {defineCause} from './diagnosis.ts';
import {containerNamed, said, text} from './evidence.ts';

/** `docker run nginx sh -c …` where `docker exec web sh -c …` was asked for. */
export const runInsteadOfExec = defineCause({
  cause: 'run-instead-of-exec',
  verdict: 'unmet',
  params: ['container', 'made'],
  says: {
    usual: {
      en: '`docker run` made another container, {made}; `docker exec {container}` works inside {container}.',
      zh: '`docker run` 另造了一个容器 {made}；要进 {container} 里面，用 `docker exec {container}`。',
    },
  },
  explains(found) {
    const {command = '', target: container = ''} = said(found, 'not-run-yet') ?? {};
    if (!verbsOf(command)?.includes('container exec') || containerNamed(found, container) === undefined)
      return undefined;
    const asked = (found.checks ?? []).map(({params}) => text(params['name']));
    const made = found.surroundings.calls.findLast(
      ({verb, status, target}) =>
        verb === 'container run' && status < 400 && target !== '' && target !== container && !asked.includes(target),
    );
    return made && {container, made: made.target};
  },
});
