import {isLooking} from '../../lessons/looking.ts';

/** Whether a command line was an attempt at the step: anything that failed, or that does more than look around. */
export function isTry(line: string, exitCode: number | undefined): boolean {
  // 130: the learner gave it up with Ctrl-C.
  if (exitCode !== undefined && exitCode !== 0 && exitCode !== 130) return true;
  return line.split(/[;&|\n]+/).some((command) => command.trim() !== '' && !looksAround(command));
}

function looksAround(command: string): boolean {
  return isLooking(command) || (lookers.test(command) && !command.includes('>'));
}

const lookers =
  /^\s*(cat|cd|clear|curl|date|df|du|echo|env|file|find|free|grep|head|help|history|htop|id|jobs|less|ls|man|more|ping|printf|ps|pwd|reset|sort|stat|tail|top|tree|type|uname|wc|which|who|whoami)(\s|$)/;
