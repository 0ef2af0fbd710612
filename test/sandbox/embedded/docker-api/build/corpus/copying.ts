import {type BuildCase, buildCase, type ContextFiles} from './build-case.ts';

const files: ContextFiles = {
  'a.txt': 'a\n',
  'b.txt': {text: 'b\n', mode: 0o600, uid: 1000, gid: 1000},
  'run.sh': {text: '#!/bin/sh\necho ran\n', mode: 0o755},
  sub: {directory: true, mode: 0o750, uid: 7, gid: 8},
  'sub/c.txt': {text: 'c\n', uid: 7},
  'sub/deep': {directory: true},
  'sub/deep/d.md': 'd\n',
  'sub/empty': {directory: true, mode: 0o711},
  'to-a': {symlink: 'a.txt'},
  'to-sub': {symlink: 'sub'},
  'sub/up': {symlink: '../a.txt'},
  'sub/broken': {symlink: 'nowhere'},
  'with space.txt': 'spaces\n',
  'set.id': {text: 'x', mode: 0o4755},
};

function copies(name: string, lines: string): BuildCase {
  return buildCase(name, `FROM busybox:1.36\n${lines}\n`, files);
}

/** COPY from the context. */
export const copyingCases: readonly BuildCase[] = [
  copies(
    'a file to a name, to a directory and to the root',
    'COPY a.txt /new\nCOPY a.txt /etc/\nCOPY run.sh /etc\nCOPY a.txt /',
  ),
  copies('directories on the way are made', 'COPY a.txt /x/y/z\nCOPY a.txt /p/q/\nCOPY sub /s/t/u'),
  copies('a relative goal', 'WORKDIR /w\nCOPY a.txt here\nCOPY a.txt ./\nCOPY sub sub/\nCOPY . .'),
  copies('what is in a directory, not the directory', 'COPY sub /one\nCOPY sub/ /two/\nCOPY sub/. /three'),
  copies('several at once', 'COPY a.txt b.txt sub /many/'),
  copies('several to what is no directory', 'COPY a.txt b.txt /many'),
  copies('patterns of what links nowhere as well', 'COPY sub/* /insub/'),
  copies(
    'patterns of all kinds',
    'COPY *.txt /txt/\nCOPY ?.txt /one/\nCOPY [ab].t* /set/\nCOPY [^a].txt /other/\nCOPY s*/c.txt /sub/\nCOPY */deep /deep/',
  ),
  copies('a pattern that is malformed', 'COPY [a.txt /x/'),
  copies('a pattern of directories', 'COPY s*b /x/'),
  copies('a pattern that may not cross a slash', 'COPY *d.md /x/'),
  copies('a pattern nothing is like', 'COPY *.none /x/'),
  copies('a pattern that is a single file', 'COPY a.t* /name'),
  copies('names with spaces', 'COPY ["with space.txt", "/to here/"]'),
  copies('names with spaces and no list', 'COPY with\\ space.txt /x/'),
  copies('modes are kept, owners are not', 'COPY b.txt run.sh set.id /m/\nCOPY sub /d'),
  copies(
    'owners by number',
    'COPY --chown=1000:2000 sub /o\nCOPY --chown=1000 a.txt /p/q/a\nCOPY --chown=0:5 b.txt /b',
  ),
  copies('owners by name', 'COPY --chown=nobody:daemon a.txt /a\nCOPY --chown=daemon a.txt /b'),
  copies('an owner nobody knows', 'COPY --chown=ghost a.txt /a'),
  copies('a group of owners nobody knows', 'COPY --chown=root:ghosts a.txt /a'),
  copies('an owner of three parts', 'COPY --chown=a:b:c a.txt /a'),
  copies('links are followed where they are named', 'COPY to-a /x\nCOPY to-sub /y\nCOPY sub/up /z/\nCOPY to-a /w/'),
  copies('a link that leads nowhere', 'COPY sub/broken /x'),
  copies('a mode is for the other builder', 'COPY --chmod=755 a.txt /a'),
  copies('a source that is not there', 'COPY nope.txt /x'),
  copies('a source through a file', 'COPY a.txt/x /y'),
  copies('a source in a directory that is not there', 'COPY nope/a.txt /x'),
  copies('a source outside', 'COPY ../a.txt /x'),
  copies('a source far outside', 'COPY a.txt ../../../etc/passwd /x/'),
  copies('a source from the root is from the context', 'COPY /a.txt /x\nCOPY ./sub/../a.txt /y'),
  copies('a source of an address', 'COPY http://example.com/x /y'),
  copies(
    'over what is there',
    'RUN mkdir /d && echo old > /d/a.txt && echo keep > /d/keep\nCOPY a.txt /d/\nCOPY sub /d',
  ),
  copies('a directory over a file', 'RUN echo x > /f\nCOPY sub /f'),
  copies('a file through a file', 'COPY a.txt /etc/passwd/x'),
  copies('a file with a slash over a file', 'COPY a.txt /etc/passwd/'),
  copies(
    'through a link of the image',
    'RUN mkdir /real && ln -s /real /link && ln -s ../real /etc/rel\nCOPY a.txt /link/\nCOPY a.txt /etc/rel/b\nCOPY sub /link',
  ),
  copies(
    'a directory over a directory of links',
    'RUN mkdir -p /d /real && ln -s /real /d/deep && ln -s nowhere /d/c.txt\nCOPY sub /d',
  ),
  copies('a file over a directory', 'RUN mkdir -p /d/a.txt/in\nCOPY a.txt /d/'),
  copies('over a link of the image', 'RUN echo x > /real && ln -s /real /link\nCOPY a.txt /link'),
  copies('everything', 'COPY . /all/'),
  copies('the same again', 'COPY a.txt /a\nCOPY a.txt /a'),
  buildCase('nothing but a Dockerfile', 'FROM busybox:1.36\nCOPY . /c/\n'),
  buildCase(
    'a Dockerfile elsewhere',
    '',
    {'docker/My.file': 'FROM busybox:1.36\nCOPY docker /d/\n'},
    'dockerfile=docker/My.file',
  ),
  {name: 'no Dockerfile', builds: [{files: {'a.txt': 'a\n'}}]},
  {name: 'a Dockerfile in small letters', builds: [{files: {dockerfile: 'FROM busybox:1.36\n'}}]},
  {name: 'a Dockerfile that is a directory', builds: [{files: {Dockerfile: {directory: true}}}]},
  buildCase('a Dockerfile that is not there', 'FROM busybox:1.36\n', {}, 'dockerfile=Nope'),
  buildCase('a Dockerfile outside', 'FROM busybox:1.36\n', {}, 'dockerfile=../Nope'),
  buildCase('what the daemon leaves out', 'FROM busybox:1.36\nCOPY . /c/\n', {
    '.dockerignore': '# comment\n\nDockerfile\n.dockerignore\na.txt\nsub/*\n!sub/c.txt\n',
    'a.txt': 'a\n',
    sub: {directory: true},
    'sub/c.txt': 'c\n',
    'sub/d.txt': 'd\n',
  }),
  buildCase('what the daemon leaves in', 'FROM busybox:1.36\nCOPY . /c/\n', {
    '.dockerignore': '*\n!Dockerfile\n',
    'a.txt': 'a\n',
  }),
  buildCase('hard links of the context', 'FROM busybox:1.36\nCOPY . /c/\nCOPY two /d\n', {
    one: 'x\n',
    two: {hard: 'one'},
  }),
];
