import {alpineAccounts, alpineLayer, shellCommand} from './alpine.ts';
import {defineImage} from './define-image.ts';
import {filler, usualPath} from './system-files.ts';

const configuration = `<source>
  @type  forward
  @id    input1
  @label @mainstream
  port  24224
</source>

<filter **>
  @type stdout
</filter>

<label @mainstream>
  <match docker.**>
    @type file
    @id   output_docker1
    path         /fluentd/log/docker.*.log
    symlink_path /fluentd/log/docker.log
    append       true
    time_slice_format %Y%m%d
    time_slice_wait   1m
    time_format       %Y%m%dT%H%M%S%z
  </match>
  <match **>
    @type file
    @id   output1
    path         /fluentd/log/data.*.log
    symlink_path /fluentd/log/data.log
    append       true
    time_slice_format %Y%m%d
    time_slice_wait   10m
    time_format       %Y%m%dT%H%M%S%z
  </match>
</label>
`;

const entrypoint = `#!/bin/sh

#source vars if file exists
DEFAULT=/etc/default/fluentd

if [ -r $DEFAULT ]; then
    set -o allexport
    . $DEFAULT
    set +o allexport
fi

# If the user has supplied only arguments append them to \`fluentd\` command
if [ "\${1#-}" != "$1" ]; then
    set -- fluentd "$@"
fi

# If user does not supply config file or plugins, use the default
if [ "$1" = "fluentd" ]; then
    if ! echo $@ | grep -e ' \\-c' -e ' \\-\\-config' ; then
      set -- "$@" --config /fluentd/etc/\${FLUENTD_CONF}
    fi

    if ! echo $@ | grep -e ' \\-p' -e ' \\-\\-plugin' ; then
      set -- "$@" --plugin /fluentd/plugins
    fi
fi

exec "$@"
`;

const settings = ['FLUENTD_CONF=fluent.conf', 'LD_PRELOAD=', 'RUBYLIB=/usr/lib/ruby/gems/3.2.0/gems/resolv-0.2.1/lib'];

/** A log collector. https://hub.docker.com/r/fluent/fluentd */
export const fluentd = defineImage({
  names: ['fluent/fluentd:v1.16-1', 'fluent/fluentd:v1.16', 'fluent/fluentd:edge', 'fluent/fluentd:latest'],
  created: '2023-08-21T03:05:38Z',
  description: 'Fluentd: Open-Source Log Collector',
  stars: 409,
  config: {
    User: 'fluent',
    ExposedPorts: {'24224/tcp': {}, '5140/tcp': {}},
    Env: [usualPath, ...settings],
    Entrypoint: ['tini', '--', '/bin/entrypoint.sh'],
    Cmd: ['fluentd'],
    WorkingDir: '/',
  },
  layers: [
    alpineLayer('3.18'),
    shellCommand,
    {
      createdBy:
        'RUN /bin/sh -c apk update && apk add --no-cache ca-certificates ruby ruby-irb … tini && gem install fluentd -v 1.16.2 # buildkit',
      files: {
        '/sbin/tini': {program: 'tini', size: 30_680},
        '/usr/bin/fluentd': {program: 'fluentd', size: 588},
        '/usr/bin/ruby': filler(14_232, 0o755),
        '/usr/lib/libruby.so.3.2.2': filler(3_874_488, 0o755),
        '/usr/lib/ruby/gems/3.2.0/gems.tar': filler(38_000_000),
      },
    },
    {
      createdBy:
        'RUN /bin/sh -c addgroup -S fluent && adduser -S -G fluent fluent && mkdir -p /fluentd/log … # buildkit',
      files: {
        ...alpineAccounts({name: 'fluent', id: 100, home: '/home/fluent'}),
        '/home/fluent': {directory: true, uid: 100, gid: 100},
        '/fluentd': {directory: true, uid: 100, gid: 100},
        '/fluentd/etc': {directory: true, uid: 100, gid: 100},
        '/fluentd/log': {directory: true, uid: 100, gid: 100},
        '/fluentd/plugins': {directory: true, uid: 100, gid: 100},
      },
    },
    {
      createdBy: 'COPY fluent.conf /fluentd/etc/ # buildkit',
      files: {'/fluentd/etc/fluent.conf': {text: configuration, uid: 100, gid: 100}},
    },
    {createdBy: 'COPY entrypoint.sh /bin/ # buildkit', files: {'/bin/entrypoint.sh': {text: entrypoint, mode: 0o755}}},
    ...settings.map((setting) => ({createdBy: `ENV ${setting}`, empty: true}) as const),
    {createdBy: 'EXPOSE map[24224/tcp:{} 5140/tcp:{}]', empty: true},
    {createdBy: 'USER fluent', empty: true},
    {createdBy: 'ENTRYPOINT ["tini" "--" "/bin/entrypoint.sh"]', empty: true},
    {createdBy: 'CMD ["fluentd"]', empty: true},
  ],
});
