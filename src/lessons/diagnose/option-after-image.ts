import type {ContainerView} from '../../observation.ts';
import {type Case, defineCause} from './diagnosis.ts';
import {containerOf, newest} from './evidence.ts';

/** Options of `docker run` that end up behind the image; programs of the lessons take none of them first. */
const OPTION =
  /^(?:-[dit]+|-[pevmlhuw]|--(?:publish|detach|name|env|volume|memory|cpus|network|rm|restart|mount|label|interactive|tty|hostname|health-\S+)(?:=.*)?)$/;

/** `docker run nginx -p 8080:80`: what stands behind the image is the container's command. */
export const optionAfterImage = defineCause({
  cause: 'option-after-image',
  verdict: 'unmet',
  params: ['name', 'option', 'image'],
  says: {
    usual: {
      en: 'Container {name} was given {option} as its command, because it stands after the image. Options come before it: `docker rm -f {name}`, then `docker run {option} {image}`.',
      zh: '{option} 写在了镜像后面，于是成了容器 {name} 的命令。选项要写在镜像前面：先 `docker rm -f {name}`，再 `docker run {option} {image}`。',
    },
  },
  explains(found) {
    const container = misled(found);
    if (container === undefined) return undefined;
    const [option = '', value = ''] = container.command;
    const whole =
      option.includes('=') || /^-[dit]+$|^--(?:rm|detach|interactive|tty)$/.test(option)
        ? option
        : `${option} ${value}`;
    return {name: container.name, option: whole.trim(), image: container.image};
  },
});

/** Also a container under a made-up name: its `--name` may be among the options behind the image. */
function misled(found: Case): ContainerView | undefined {
  const {subject, verdict} = found;
  if (subject.api !== 'http' && (subject.api !== 'docker' || !subject.resource.startsWith('container')))
    return undefined;
  const is = ({command}: ContainerView) => OPTION.test(command[0] ?? '');
  const own = containerOf(found);
  if (own && is(own)) return own;
  return verdict.cause === 'not-there' || verdict.cause === 'none-of-image' || subject.api === 'http'
    ? newest(found, is)
    : undefined;
}
