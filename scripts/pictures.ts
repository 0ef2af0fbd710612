/**
 * `npm run pictures [-- NAME...]`: plays real sessions in a terminal emulator and draws what is on its screen into
 * docs/pictures/, as SVG and as PNG. Needs a Docker with registry:2 whose port 8080 is free. Exit code 1 when a
 * picture could not be taken.
 */

import {mkdirSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {pngOf, svgOf} from '../test/e2e/picture.ts';
import {type Installed, install, place, run, stopHost} from '../test/e2e/program.ts';
import {probeDocker} from '../test/support/probe-docker.ts';
import {mirror} from '../test/support/registry.ts';
import {drawingPackages} from './pictures/packages.ts';
import {type Session, sessions} from './pictures/sessions.ts';

const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));

async function main(names: readonly string[]): Promise<void> {
  const docker = await probeDocker();
  if (!docker.available) throw new Error(`Pictures need a Docker: ${docker.reason}`);
  const packages = drawingPackages((line) => process.stderr.write(`${line}\n`));
  mkdirSync(folder, {recursive: true});
  const installed = await install();
  const registry = await mirror({host: docker.host, prefix: 'k8s-learn-pictures'});
  try {
    for (const session of sessions.filter(({name}) => names.length === 0 || names.includes(name))) {
      const svg = await drawn(session, {installed, mirror: registry.address, host: docker.host});
      const png = packages && pngOf(svg, packages, 1.5);
      writeFileSync(`${folder}${session.name}.svg`, svg);
      if (png) writeFileSync(`${folder}${session.name}.png`, png);
      process.stderr.write(
        `${session.name}: ${kilobytes(svg.length)} SVG, ${png ? kilobytes(png.length) : 'no'} PNG\n`,
      );
    }
  } finally {
    await registry.stop();
    installed.remove();
  }
}

/** Plays one session in a home of its own; nothing of it is left in Docker, also when it went wrong. */
async function drawn(
  session: Session,
  {installed, mirror, host}: {readonly installed: Installed; readonly mirror: string; readonly host: string},
): Promise<string> {
  const home = place();
  const at = {...home, env: {...home.env, DOCKER_HOST: host}};
  try {
    const screen = await session.play({installed, at, mirror, ground: session.ground});
    const cursor = screen.cursor();
    const svg = svgOf(screen.terminal, {
      title: 'k8s-learn',
      ground: session.ground,
      cursor: cursor.visible ? cursor : undefined,
    });
    await screen.close();
    return svg;
  } finally {
    await run(installed, at, ['clean']);
    await stopHost(installed, at);
    home.remove();
  }
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} kB`;
}

await main(process.argv.slice(2));
