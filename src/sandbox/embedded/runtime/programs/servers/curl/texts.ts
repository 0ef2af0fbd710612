/** The version this behaves as. */
export const curlVersion = '8.14.1';

/** What `curl --version` says; it does not claim to be the real one. */
export const versionText = `curl ${curlVersion} (k8s-learn simulation)
Release-Date: 2025-06-04
Protocols: file http
Features: threadsafe
`;

export const helpText = `Usage: curl [options...] <url>
 -d, --data <data>           HTTP POST data
 -f, --fail                  Fail fast with no output on HTTP errors
 -h, --help <subject>        Get help for commands
 -o, --output <file>         Write to file instead of stdout
 -O, --remote-name           Write output to file named as remote file
 -i, --show-headers          Show response headers in output
 -s, --silent                Silent mode
 -T, --upload-file <file>    Transfer local FILE to destination
 -u, --user <user:password>  Server user and password
 -A, --user-agent <name>     Send User-Agent <name> to server
 -v, --verbose               Make the operation more talkative
 -V, --version               Show version number and quit

This is not the full help; https://curl.se/docs/manpage.html has all of it.
`;

export const tryHelp = "curl: try 'curl --help' or 'curl --manual' for more information";
