/** What `kubectl get --help` says, in our words. */
export const getLong = `Display one or many resources.

 Prints a table with what matters most of each object. Without a namespace (-n, -A) only objects of the current namespace are shown. A label query (-l) leaves out what does not match; -o writes the objects in another form.

Use "kubectl api-resources" for a complete list of supported resources.`;

export const getExamples = `# List all pods
kubectl get pods

# List all pods, with node and address
kubectl get pods -o wide

# One deployment as YAML
kubectl get deployment web -o yaml

# The phase of a pod, and nothing else
kubectl get pod web -o jsonpath='{.status.phase}'

# Columns of your own choice
kubectl get pods -o custom-columns=NAME:.metadata.name,IMAGE:.spec.containers[0].image

# Several kinds at once
kubectl get deployments,services

# Pods with a label, in all namespaces
kubectl get pods -A -l app=web

# Keep watching
kubectl get pods -w`;
