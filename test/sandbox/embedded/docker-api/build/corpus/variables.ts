import {type BuildCase, buildCase} from './build-case.ts';

/** ARG, and what variables are replaced by. */
export const variableCases: readonly BuildCase[] = [
  buildCase(
    'operators of variables',
    `FROM busybox:1.36
ENV set=value empty=""
ENV a=\${set} b=\${unset} c=x\${set}y d=$set.e
ENV e=\${set:-word} f=\${unset:-word} g=\${empty:-word} h=\${unset:-} i=\${unset:-\${set}}
ENV j=\${set:+word} k=\${unset:+word} l=\${empty:+word} m="\${set:+\${empty:-deep}}"
ENV n=\${set:?never} o=\\\${set} p='\${set}' q="\\\${set}" r="$set\${set}$$" s=$1 t=$
ENV u="\${unset:-a b}" v=\${unset:-"c d"} w=$setx x="\${set}x" y=~$set
`,
  ),
  buildCase(
    'where variables are replaced',
    `FROM busybox:1.36
ENV F=a.txt D=/dest U=1000 N=name
COPY $F $D/
ADD \${F} \${D}/b.txt
WORKDIR $D
USER $U
LABEL $N=$N "$N-2"="\${N}"
EXPOSE \${P:-81}
VOLUME $D/v
STOPSIGNAL \${S:-SIGINT}
CMD echo $F
ENTRYPOINT ["$F"]
HEALTHCHECK CMD $F
ONBUILD RUN echo $F
RUN echo $F "\${F}" '$F'
`,
    {'a.txt': 'a\n'},
  ),
  buildCase(
    'arguments in and out of stages',
    `ARG TAG=1.36
ARG LATER
ARG NAME=\${TAG}-x
FROM busybox:\${TAG} AS one
ARG TAG
ARG LATER=late
ARG NAME
ARG UNSET
ARG OWN=\${TAG}-\${LATER}
RUN echo "[$TAG] [$LATER] [$NAME] [$UNSET] [$OWN]"
ENV LATER=env
ARG LATER=arg
RUN echo "$LATER"
FROM busybox:$TAG
RUN echo "[$TAG] [$LATER] [$OWN]"
ARG A=1 B C=3
RUN echo "[$A] [$B] [$C]"
`,
  ),
  buildCase(
    'arguments of the client',
    `FROM busybox:1.36
ARG A=default
ARG B
ARG C
RUN echo "[$A] [$B] [$C]"
ARG A=second
RUN echo "[$A] $http_proxy"
ENV FROM_ARG=$A
`,
    {},
    'buildargs={"A":"client","B":"b c","C":null,"http_proxy":"http://proxy:1"}',
  ),
  buildCase(
    'arguments nobody used',
    'FROM busybox:1.36\nARG A\nRUN echo "$A"\n',
    {},
    'buildargs={"A":"1","NOT_USED":"2","HTTP_PROXY":"3"}',
  ),
  buildCase(
    'a declared proxy is no secret',
    'FROM busybox:1.36\nARG HTTP_PROXY\nRUN echo "$HTTP_PROXY"\n',
    {},
    'buildargs={"HTTP_PROXY":"http://proxy:3128"}',
  ),
  {
    name: 'an argument of the client decides over the cache',
    builds: ['1', '1', '2'].map((value) => ({
      dockerfile: 'FROM busybox:1.36\nARG V=0\nENV X=y\nRUN echo "$V" > /v\nCMD ["x"]\n',
      query: `buildargs={"V":"${value}"}`,
    })),
  },
  buildCase('a variable that does not close', `FROM busybox:1.36\nENV a=\${b\n`),
  buildCase('a quote that does not close', `FROM busybox:1.36\nENV a="b\n`),
  buildCase('a single quote that does not close', `FROM busybox:1.36\nLABEL a='b\n`),
  buildCase('a variable that must be set', `FROM busybox:1.36\nENV a=\${b:?is needed}\n`),
  buildCase('a variable that must be set, without words', `FROM busybox:1.36\nENV a=\${b:?}\n`),
  buildCase('an operator there is not', `FROM busybox:1.36\nENV a=\${b:=x}\n`),
  buildCase('an operator of newer builders', `FROM busybox:1.36\nENV a=\${b#x}\n`),
  buildCase('no name in braces', `FROM busybox:1.36\nENV a=\${}\n`),
  buildCase('a base that is no name', 'ARG B\nFROM $B\n'),
  buildCase('a platform that is none', 'FROM --platform=$NOPE busybox:1.36\n'),
  buildCase('a platform', 'FROM --platform=linux/amd64 busybox:1.36\n'),
];
