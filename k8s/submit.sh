#!/bin/sh
# Submits a sweep to the Kubernetes cluster of kubectl's current context:
#
#   k8s/submit.sh GRID.yaml [options of `sweep run`]
#
# Pods, settings and image are those that were applied (kubectl apply -k k8s/overlays/gpu). The same command goes on
# after an interruption. LORASWEEP_NAMESPACE names another namespace than lorasweep.
set -eu

here=$(dirname "$(readlink -f "$0")")
spark=$here/target/dist/spark
namespace=${LORASWEEP_NAMESPACE:-lorasweep}

fail() {
    echo "submit: $*" >&2
    exit 2
}

kube() {
    kubectl --namespace "$namespace" "$@"
}

# Prints a part of an object that must be there.
applied() {
    kube get "$1" -o "$2" || fail "$1 is missing in namespace $namespace; first: kubectl apply -k $here/overlays/gpu"
}

grid=${1:-}
[ -r "$grid" ] || fail "\"$grid\" cannot be read, expected a grid file: k8s/submit.sh GRID.yaml"
shift
[ -x "$spark/bin/spark-submit" ] || fail "$spark is missing; first: ./sweep dist"
command -v kubectl >/dev/null || fail 'needs kubectl'
name=$(basename "$grid" | sed 's/\.[^.]*$//' | tr 'A-Z_. ' 'a-z---' | tr -cd 'a-z0-9-' | cut -c -40)
pod=lorasweep-$name-driver

files=$(mktemp -d)
trap 'rm -r "$files"' EXIT
grid_map=lorasweep-grid-$name
applied podtemplate/lorasweep-driver 'jsonpath={.template}' |
    sed "s/\"lorasweep-grid\"/\"$grid_map\"/" >"$files/driver.json"
applied podtemplate/lorasweep-executor 'jsonpath={.template}' >"$files/executor.json"
# shellcheck disable=SC2016 # kubectl's variables
applied configmap/lorasweep-spark \
    'go-template={{range $key, $value := .data}}{{$key}}={{$value}}{{"\n"}}{{end}}' >"$files/spark.properties"
image=$(applied podtemplate/lorasweep-executor 'jsonpath={.template.spec.containers[0].image}')
server=$(kubectl config view --minify -o 'jsonpath={.clusters[0].cluster.server}')
[ -s "$files/driver.json" ] && [ -s "$files/executor.json" ] && [ -s "$files/spark.properties" ] || exit 2

# One driver per sweep: two would write into one folder.
phase=$(kube get pod "$pod" --ignore-not-found -o 'jsonpath={.status.phase}')
case $phase in
    '') ;;
    Succeeded | Failed) kube delete pod "$pod" >/dev/null ;;
    *) fail "$pod is already there ($phase); look at it with: kubectl -n $namespace logs -f $pod" ;;
esac
kube create configmap "$grid_map" "--from-file=grid.yaml=$grid" --dry-run=client -o json |
    kube apply --validate=false -f - >/dev/null

SPARK_HOME=$spark LOG4J_CONFIGURATION_FILE=$spark/log4j2.properties "$spark/bin/spark-submit" \
    --master "k8s://$server" \
    --deploy-mode cluster \
    --name "lorasweep-$name" \
    --class lorasweep.cli.SweepCli \
    --properties-file "$files/spark.properties" \
    --conf "spark.kubernetes.namespace=$namespace" \
    --conf "spark.kubernetes.container.image=$image" \
    --conf "spark.kubernetes.driver.pod.name=$pod" \
    --conf "spark.kubernetes.driver.podTemplateFile=$files/driver.json" \
    --conf "spark.kubernetes.executor.podTemplateFile=$files/executor.json" \
    --conf spark.kubernetes.submission.waitAppCompletion=false \
    local:///opt/spark/jars/lorasweep.jar run /grid/grid.yaml --out /out "$@"
echo "submitted; follow it with: kubectl -n $namespace logs -f $pod"
