import {parseReference, repositoryOf} from '../checks/reference.ts';
import {defineCause} from './diagnosis.ts';
import {answered, knownImages} from './evidence.ts';

/** The registry answered and has no such tag (or digest). */
export const tagMissing = defineCause({
  cause: 'tag-missing',
  verdict: 'unmet',
  params: ['repository', 'tag', 'wanted'],
  says: {
    usual: {
      en: 'The registry has no tag {tag} of {repository}.[ The step asks for {wanted}.] Look at the part behind the colon and run it again.',
      zh: '镜像仓库服务里没有 {repository} 的标签 {tag}。[这一步要的是 {wanted}。]看一看冒号后面的部分，再运行一次。',
    },
    digest: {
      en: 'The registry has no {repository} with the digest {tag}. A digest is one image only: copy it again from `docker images --digests`.',
      zh: '镜像仓库服务里没有摘要为 {tag} 的 {repository}。一个摘要只对应一个镜像：从 `docker images --digests` 里重新复制一次。',
    },
  },
  variant: ({tag}) => (tag.startsWith('sha256:') ? 'digest' : 'usual'),
  explains(found) {
    const missing = answered(found, /manifest for (\S+) not found|manifest unknown|not found: manifest|: not found$/);
    if (missing === undefined) return undefined;
    const reference = /pull$/.test(missing.refusal.verb) ? missing.refusal.target : (missing.match[1] ?? '');
    if (reference === '') return undefined;
    const {tag, digest} = parseReference(reference);
    const repository = repositoryOf(reference);
    const wanted = knownImages(found).find(
      (name) => repositoryOf(name) === repository && parseReference(name).tag !== tag,
    );
    return {repository, tag: digest === '' ? tag : digest, wanted: wanted ?? ''};
  },
});
