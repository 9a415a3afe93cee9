#!/bin/bash
# What a container of Spark on Kubernetes runs: `driver …` or `executor …` as Spark asks for it, or any other command.
set -euo pipefail
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

run_driver() {
    exec "$SPARK_HOME/bin/spark-submit" \
        --conf "spark.driver.bindAddress=$SPARK_DRIVER_BIND_ADDRESS" \
        --deploy-mode client \
        "$@"
}

run_executor() {
    # Options of Java come as SPARK_JAVA_OPT_0, SPARK_JAVA_OPT_1 …
    options=()
    name=SPARK_JAVA_OPT_0
    while [ -n "${!name+set}" ]; do
        options+=("${!name}")
        name=SPARK_JAVA_OPT_${#options[@]}
    done
    class_path="${SPARK_CONF_DIR:-$SPARK_HOME/conf}:$SPARK_HOME/jars/*${SPARK_CLASSPATH:+:$SPARK_CLASSPATH}"
    exec "$java" "${options[@]}" \
        "-Xms$SPARK_EXECUTOR_MEMORY" "-Xmx$SPARK_EXECUTOR_MEMORY" \
        -cp "$class_path" \
        org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend \
        --driver-url "$SPARK_DRIVER_URL" \
        --executor-id "$SPARK_EXECUTOR_ID" \
        --cores "$SPARK_EXECUTOR_CORES" \
        --app-id "$SPARK_APPLICATION_ID" \
        --hostname "$SPARK_EXECUTOR_POD_IP" \
        --resourceProfileId "$SPARK_RESOURCE_PROFILE_ID" \
        --podName "$SPARK_EXECUTOR_POD_NAME"
}

case ${1:-} in
    driver)
        shift
        run_driver "$@"
        ;;
    executor) run_executor ;;
    *) exec "$@" ;;
esac
