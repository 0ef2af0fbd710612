import {type BuildCase, buildCase, type ContextFiles} from './build-case.ts';

const inside: ContextFiles = {
  'top.txt': {text: 'top\n', mode: 0o640, uid: 12, gid: 34},
  dir: {directory: true, mode: 0o700, uid: 12, gid: 34},
  'dir/in.txt': 'in\n',
  link: {symlink: 'dir/in.txt'},
  out: {symlink: '/etc/passwd'},
  'hard.txt': {hard: 'top.txt'},
};
const files: ContextFiles = {
  'plain.tar': {tar: inside},
  'packed.tar.gz': {tar: inside, gzip: true},
  'misnamed.tar': 'no archive\n',
  'a.txt': 'a\n',
  dir: {directory: true},
  'dir/nested.tar': {tar: {'x.txt': 'x\n'}},
  'clash.tar': {tar: {etc: {directory: true, mode: 0o700}, 'etc/group': 'changed\n', 'tmp/new.txt': 'n\n'}},
};

function adds(name: string, lines: string): BuildCase {
  return buildCase(name, `FROM busybox:1.36\n${lines}\n`, files);
}

/** ADD, and COPY from other images and stages. */
export const addingCases: readonly BuildCase[] = [
  adds('an archive is unpacked', 'ADD plain.tar /p/'),
  adds('a packed archive is unpacked', 'ADD packed.tar.gz /p'),
  adds('an archive over what is there', 'ADD clash.tar /'),
  adds('an archive into a relative goal', 'WORKDIR /w\nADD plain.tar sub\nADD packed.tar.gz .'),
  adds('several archives at once', 'ADD plain.tar packed.tar.gz a.txt /all/'),
  adds('an archive in a directory stays one', 'ADD dir /d'),
  adds('what only looks like an archive', 'ADD misnamed.tar /p/\nADD a.txt /q'),
  adds('an archive copied stays one', 'COPY plain.tar /p/'),
  adds('an archive has its own owners', 'ADD --chown=5:6 plain.tar /p/\nADD --chown=5:6 a.txt /q'),
  adds('an ADD of what is not there', 'ADD nope.tar /p/'),
  adds('an ADD from outside', 'ADD ../nope.tar /p/'),
  adds('a mode of an ADD is for the other builder', 'ADD --chmod=755 a.txt /p/'),
  adds('an archive over a file', 'RUN echo x > /f\nADD plain.tar /f'),
  buildCase('an archive that leads out', 'FROM busybox:1.36\nADD evil.tar /p/\n', {
    'evil.tar': {tar: {'../../escaped.txt': 'e\n', '/absolute.txt': 'a\n', 'in/../ok.txt': 'o\n'}},
  }),
  buildCase(
    'from another stage',
    `FROM busybox:1.36 AS build
RUN mkdir -p /out/deep && echo made > /out/file && chown 30003:30004 /out/file && chmod 640 /out/file && ln -s file /out/link
RUN touch /other && chown 30009:30009 /out/deep && ln /out/file /out/hard
FROM busybox:1.36
COPY --from=build /out /copied
COPY --from=0 /out/file /one/
COPY --from=build /out/link /two
COPY --from=build --chown=1:1 /out /owned/
COPY --from=build out/* /glob/
`,
  ),
  buildCase(
    'set-id bits from another stage',
    'FROM busybox:1.36 AS s\nRUN touch /f && chmod 6755 /f && mkdir -m 3777 /d && cp -p /f /d/f\nFROM busybox:1.36\nCOPY --from=s /f /d /x/\nCOPY --from=s --chown=1 /f /y\n',
  ),
  buildCase(
    'from another image',
    'FROM busybox:1.36\nCOPY --from=alpine:3.20 /etc/os-release /o\nCOPY --from=alpine:3.20 /etc/nope /x\n',
  ),
  buildCase(
    'onto nothing',
    'FROM busybox:1.36 AS build\nRUN echo x > /x\nFROM scratch\nCOPY --from=build /x /x\nCOPY a.txt /deep/a\nENV A=1\nCMD ["/x"]\n',
    {'a.txt': 'a\n'},
  ),
  buildCase('nothing onto nothing', 'FROM scratch\n'),
  buildCase('a setting onto nothing', 'FROM scratch\nCMD ["a"]\nLABEL x=y\n'),
  buildCase('a command on nothing', 'FROM scratch\nRUN true\n'),
  buildCase('a working folder on nothing', 'FROM scratch\nWORKDIR /w\nCOPY a.txt .\n', {'a.txt': 'a\n'}),
  buildCase('from nothing at all', 'FROM busybox:1.36\nCOPY --from=scratch /x /x\n'),
  buildCase('on a stage of nothing', 'FROM scratch AS empty\nFROM empty\n'),
  buildCase('on a name in capitals', 'FROM BusyBox:1.36\n'),
  buildCase('on a name that is none', 'FROM busy_!box\n'),
  buildCase('on an image by its id', 'FROM busybox:1.36 AS a\nFROM a\nENV A=1\n'),
  buildCase('from the stage itself', 'FROM busybox:1.36 AS me\nCOPY --from=0 /etc/group /x\n'),
  buildCase('from a stage there is not', 'FROM busybox:1.36\nCOPY --from=7 /etc/group /x\n'),
  buildCase('from a stage below none', 'FROM busybox:1.36\nCOPY --from=-1 /etc/group /x\n'),
  buildCase('a name for two stages', 'FROM busybox:1.36 AS a\nFROM busybox:1.36 AS A\n'),
  buildCase('a file a stage has not', 'FROM busybox:1.36 AS a\nFROM busybox:1.36\nCOPY --from=a /nope /x\n'),
  buildCase('outside of a stage', 'FROM busybox:1.36 AS a\nFROM busybox:1.36\nCOPY --from=a ../../etc/group /x\n'),
  buildCase(
    'a stage on a stage, up to a target',
    'FROM busybox:1.36 AS one\nRUN echo 1 > /1\nFROM one AS two\nRUN cat /1\nENV T=2\nFROM two\nRUN exit 9\n',
    {},
    'target=TWO',
  ),
  buildCase('a target there is not', 'FROM busybox:1.36 AS one\n', {}, 'target=two'),
  buildCase(
    'a stage nobody needs is built',
    'FROM busybox:1.36 AS unused\nRUN echo unused\nFROM busybox:1.36\nRUN echo used\n',
  ),
];
