/** What `kubectl describe --help` says, in our words. */
export const describeLong = `Show details of a specific resource or group of resources.

 Tells of the objects that are selected what is known of them, with what belongs to them: events, Pods, endpoints. One object by its name, all of a type, those with a label (-l), or those whose names begin alike:

        $ kubectl describe TYPE NAME_PREFIX
        
 looks for an object of exactly that name first; when there is none, it describes every object whose name begins with it.

Use "kubectl api-resources" for a complete list of supported resources.`;

export const describeExamples = `# Describe a pod
kubectl describe pods/web

# Describe a node
kubectl describe nodes control-plane

# Describe what a file names
kubectl describe -f pod.yaml

# Describe all pods
kubectl describe pods

# Describe the pods with a label
kubectl describe pods -l app=web

# Describe all pods whose names begin with the name of their deployment
kubectl describe pods web`;
