import {type BuildCase, buildCase} from './build-case.ts';

/** Instructions that change an image's configuration alone. */
export const configurationCases: readonly BuildCase[] = [
  buildCase(
    'every instruction',
    `FROM busybox:1.36
ARG V=1
ENV A=b C="d e"
LABEL x=y z='q r'
RUN echo hello > /f && echo err >&2
COPY Dockerfile /app/
ADD Dockerfile /d
WORKDIR /w/x
USER 1000
EXPOSE 80 443/tcp 53/udp
VOLUME /data /b
STOPSIGNAL SIGQUIT
SHELL ["/bin/sh","-ec"]
HEALTHCHECK --interval=5s --retries=3 CMD cat /f || exit 1
ONBUILD RUN echo hi
MAINTAINER me <a@b.c>
ENTRYPOINT ["cat"]
CMD ["/f"]
CMD echo <hi> & "x"
`,
    {},
    't=k8sl-built-a:1&t=k8sl-built-b',
  ),
  buildCase(
    'environment in all its forms',
    `FROM busybox:1.36
ENV plain some words  with   spaces
ENV a="x y" b=c\\ d e='$plain' f=$plain g="\${a}-$a" h= i=""
ENV a=again j=a"b"c k="it's" l='say "x"' m=\\$a n="\\$a" o="a\\"b"
ENV PATH=/opt/bin:$PATH
ENV dash-name=1 $a=2
ENV quoted "in quotes"
ENV empty ""
`,
  ),
  buildCase(
    'labels in all their forms',
    `FROM busybox:1.36
LABEL com.example.a="1" com.example.b=two \\
      com.example.c="multi \\
line"
LABEL old style label
LABEL com.example.a=changed "key with spaces"="value"
LABEL empty= also=""
`,
  ),
  buildCase(
    'ports in all their forms',
    `FROM busybox:1.36
ENV PORTS="9000 9001/udp"
EXPOSE 80
EXPOSE 8080-8082 53/UDP
EXPOSE $PORTS "$PORTS2" 90
EXPOSE 7001:7000 80/sctp
`,
  ),
  buildCase(
    'a command given in the forms there are',
    `FROM busybox:1.36
CMD ["a", "b c", "é\\u0041", "q\\"q", "t\\tt"]
CMD a b   c
CMD ['single']
CMD [ "x" ] trailing
CMD   ["last"]
`,
  ),
  buildCase('an empty command', 'FROM busybox:1.36\nCMD []\n'),
  buildCase('no command at all', 'FROM busybox:1.36\nCMD\n'),
  buildCase(
    'an entry point takes the command of the base away',
    `FROM busybox:1.36
ENTRYPOINT ["/bin/echo"]
`,
  ),
  buildCase(
    'an entry point keeps a command that was given',
    `FROM busybox:1.36
CMD ["x"]
ENTRYPOINT echo "$0"
ENTRYPOINT []
ENTRYPOINT
`,
  ),
  buildCase(
    'health checks',
    `FROM busybox:1.36
HEALTHCHECK --interval=1m30s --timeout=1h --start-period=90ms --retries=12 CMD ["x", "y z"]
HEALTHCHECK NONE
HEALTHCHECK cmd curl -f http://localhost/ || exit 1
HEALTHCHECK --timeout=1.5s CMD true
`,
  ),
  buildCase(
    'working folders one from the other',
    `FROM busybox:1.36
ENV D=/deep
WORKDIR a
WORKDIR b
WORKDIR ../c/./d
WORKDIR $D/e
WORKDIR /tmp
WORKDIR /with space/x
RUN pwd
`,
  ),
  buildCase(
    'volumes in all their forms',
    `FROM busybox:1.36
ENV V=/from/env
VOLUME /a /b
VOLUME ["/c", "/d e"]
VOLUME $V
VOLUME /a
`,
  ),
  buildCase(
    'signals, users and authors',
    `FROM busybox:1.36
ARG U=nobody
MAINTAINER First <one@example.com>
USER $U:daemon
STOPSIGNAL 9
STOPSIGNAL TERM
MAINTAINER Second
`,
  ),
  buildCase(
    'another shell for what follows',
    `FROM busybox:1.36
SHELL ["/bin/busybox", "sh", "-c"]
RUN echo "$0 runs"
CMD echo hi
ENTRYPOINT exec top
SHELL ["/bin/sh", "-c"]
RUN echo back
`,
  ),
  buildCase(
    'labels of the client',
    'FROM busybox:1.36\nLABEL a=1\n',
    {},
    't=k8sl-built-labels&labels={"z":"last $HOME","b":"it is \\"x\\"","a":"over"}',
  ),
  buildCase('a base alone', 'FROM busybox:1.36\n', {}, 't=k8sl-built-base:1'),
  buildCase(
    'nothing said but the image id',
    'FROM busybox:1.36\nRUN echo noise\nCMD ["a"]\n',
    {},
    'q=1&t=k8sl-built-quiet',
  ),
  buildCase('quiet until it fails', 'FROM busybox:1.36\nRUN echo noise; exit 3\n', {}, 'q=1'),
  buildCase('intermediate containers stay', 'FROM busybox:1.36\nENV A=1\nRUN true\n', {}, 'rm=0'),
  buildCase('intermediate containers of a failure go as well', 'FROM busybox:1.36\nRUN exit 7\n', {}, 'forcerm=1'),
];
