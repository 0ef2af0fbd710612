import type {BuildCall, BuildCase} from './build-case.ts';

const dockerfile = 'FROM busybox:1.36\nENV A=1\nCOPY a.txt /a\nRUN cat /a > /b\nCMD ["cat", "/b"]\n';
const first: BuildCall = {dockerfile, files: {'a.txt': 'one\n'}};

/** The steps of a second build: which come from the first, and which do not. */
export const cachingCases: readonly BuildCase[] = [
  {name: 'the same again', builds: [first, first]},
  {name: 'another content', builds: [first, {...first, files: {'a.txt': 'two\n'}}, first]},
  {name: 'another mode', builds: [first, {...first, files: {'a.txt': {text: 'one\n', mode: 0o755}}}]},
  {name: 'another owner', builds: [first, {...first, files: {'a.txt': {text: 'one\n', uid: 5}}}]},
  {name: 'one more file nobody copies', builds: [first, {...first, files: {'a.txt': 'one\n', 'b.txt': 'x'}}]},
  {
    name: 'one more file of a directory',
    builds: [
      {dockerfile: 'FROM busybox:1.36\nCOPY . /c\nCMD ["x"]\n', files: {'a.txt': 'a'}},
      {dockerfile: 'FROM busybox:1.36\nCOPY . /c\nCMD ["x"]\n', files: {'a.txt': 'a', 'b.txt': 'b'}},
    ],
  },
  {
    name: 'a file of another name',
    builds: [
      {dockerfile: 'FROM busybox:1.36\nCOPY a.txt /a\n', files: {'a.txt': 'x'}},
      {dockerfile: 'FROM busybox:1.36\nCOPY b.txt /a\n', files: {'b.txt': 'x'}},
    ],
  },
  {
    name: 'another instruction in between',
    builds: [first, {...first, dockerfile: dockerfile.replace('ENV A=1', 'ENV A=2')}],
  },
  {name: 'another end', builds: [first, {...first, dockerfile: dockerfile.replace('["cat", "/b"]', 'cat /b')}]},
  {
    name: 'spaces and comments change nothing',
    builds: [first, {...first, dockerfile: dockerfile.replace('ENV A=1', '# x\nENV   A="1"')}],
  },
  {name: 'no cache wanted', builds: [first, {...first, query: 'nocache=1'}, first]},
  {
    name: 'names change nothing',
    builds: [
      {...first, query: 't=k8sl-built-one'},
      {...first, query: 't=k8sl-built-two'},
    ],
  },
  {name: 'a label of the client comes last', builds: [first, {...first, query: 'labels={"l":"1"}'}]},
  {
    name: 'an archive of the same content',
    builds: [
      {dockerfile: 'FROM busybox:1.36\nADD x.tar /x/\n', files: {'x.tar': {tar: {'a.txt': 'a'}}}},
      {dockerfile: 'FROM busybox:1.36\nADD x.tar /x/\n', files: {'x.tar': {tar: {'a.txt': 'a'}}}},
      {dockerfile: 'FROM busybox:1.36\nADD x.tar /x/\n', files: {'x.tar': {tar: {'a.txt': 'b'}}}},
    ],
  },
  {
    name: 'a stage that changes changes what is copied from it',
    builds: ['1', '1', '2'].map((value) => ({
      dockerfile: `FROM busybox:1.36 AS s\nRUN echo ${value} > /s\nFROM busybox:1.36\nENV E=1\nCOPY --from=s /s /s\n`,
    })),
  },
  {
    name: 'triggers of a base',
    builds: [
      {
        dockerfile:
          'FROM busybox:1.36\nENV B=base\nONBUILD ARG V=1\nONBUILD COPY . /src/\nONBUILD RUN echo "built $B" > /src/note; cat /src/note\n',
        query: 't=k8sl-built-onbuild',
      },
      {dockerfile: 'FROM k8sl-built-onbuild\nRUN cat /src/a.txt\nCMD ["x"]\n', files: {'a.txt': 'a\n'}},
      {dockerfile: 'FROM k8sl-built-onbuild\nRUN cat /src/a.txt\nCMD ["x"]\n', files: {'a.txt': 'a\n'}},
    ],
  },
  {
    name: 'one trigger of a base, which fails',
    builds: [
      {dockerfile: 'FROM busybox:1.36\nONBUILD RUN exit 5\n', query: 't=k8sl-built-onbuild2'},
      {dockerfile: 'FROM k8sl-built-onbuild2\nCMD ["x"]\n'},
    ],
  },
  {
    name: 'a trigger nobody knows fails when it is its turn',
    builds: [
      {dockerfile: 'FROM busybox:1.36\nONBUILD FOO bar\n', query: 't=k8sl-built-onbuild3'},
      {dockerfile: 'FROM k8sl-built-onbuild3\n'},
    ],
  },
  {
    name: 'a name moves on to the new image',
    builds: [
      {dockerfile: 'FROM busybox:1.36\nENV A=1\n', query: 't=k8sl-built-moves'},
      {dockerfile: 'FROM k8sl-built-moves\nENV B=2\n', query: 't=k8sl-built-moves'},
      {dockerfile: 'FROM k8sl-built-moves\nENV C=3\n', query: 't=k8sl-built-moves&t=k8sl-built-moves:2'},
    ],
  },
  {
    name: 'cache from an image by its name',
    builds: [
      {...first, query: 't=k8sl-built-from'},
      {...first, query: 'cachefrom=["k8sl-built-from"]'},
      {...first, query: 'cachefrom=["k8sl-built-none"]'},
    ],
  },
];
