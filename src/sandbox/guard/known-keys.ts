/** Every key of the request bodies the guard lets through. https://docs.docker.com/reference/api/engine/ */
export const knownKeys: readonly string[] = `
Hostname Domainname User AttachStdin AttachStdout AttachStderr ExposedPorts Tty OpenStdin StdinOnce Env Cmd Healthcheck
ArgsEscaped Image Volumes WorkingDir Entrypoint NetworkDisabled MacAddress OnBuild Labels StopSignal StopTimeout Shell
HostConfig NetworkingConfig EndpointsConfig
Binds ContainerIDFile LogConfig NetworkMode PortBindings RestartPolicy AutoRemove VolumeDriver VolumesFrom ConsoleSize
Annotations CapAdd CapDrop Capabilities CgroupnsMode Dns DnsOptions DnsSearch ExtraHosts GroupAdd IpcMode Cgroup Links
OomScoreAdj PidMode Privileged PublishAllPorts ReadonlyRootfs SecurityOpt StorageOpt Tmpfs UTSMode UsernsMode ShmSize
Sysctls Runtime Isolation CpuShares Memory NanoCpus CgroupParent BlkioWeight BlkioWeightDevice BlkioDeviceReadBps
BlkioDeviceWriteBps BlkioDeviceReadIOps BlkioDeviceWriteIOps CpuPeriod CpuQuota CpuRealtimePeriod CpuRealtimeRuntime
CpusetCpus CpusetMems Devices DeviceCgroupRules DeviceRequests KernelMemory KernelMemoryTCP MemoryReservation MemorySwap
MemorySwappiness OomKillDisable PidsLimit Ulimits CpuCount CpuPercent IOMaximumIOps IOMaximumBandwidth Mounts MaskedPaths
ReadonlyPaths Init
Type Source Target ReadOnly Consistency BindOptions Propagation NonRecursive CreateMountpoint ReadOnlyNonRecursive
ReadOnlyForceRecursive VolumeOptions NoCopy DriverConfig Subpath TmpfsOptions SizeBytes Mode ClusterOptions ImageOptions
HostIp HostPort Name MaximumRetryCount Soft Hard PathOnHost PathInContainer CgroupPermissions Driver Count DeviceIDs
IPAMConfig IPv4Address IPv6Address LinkLocalIPs Aliases NetworkID EndpointID Gateway IPAddress IPPrefixLen IPv6Gateway
GlobalIPv6Address GlobalIPv6PrefixLen DriverOpts DNSNames GwPriority
Privileged DetachKeys Detach Container EndpointConfig Force CheckDuplicate Internal Attachable Ingress IPAM EnableIPv6
EnableIPv4 Options ConfigOnly ConfigFrom Network Scope Config Subnet IPRange AuxiliaryAddresses ClusterVolumeSpec
Test Interval Timeout Retries StartPeriod StartInterval
`
  .trim()
  .split(/\s+/);
