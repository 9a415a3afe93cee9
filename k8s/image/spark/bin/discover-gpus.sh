#!/bin/sh
# Says which GPUs this process can use, as Spark asks: {"name": "gpu", "addresses": ["0", "1"]}. An address is the number
# that CUDA gives a GPU here, so that "cuda:" and the address name it.
#
# NVIDIA_VISIBLE_DEVICES (of containers) and CUDA_VISIBLE_DEVICES leave GPUs out. Of a GPU cut into MIG devices CUDA
# shows a process the first only. A driver that does not work is an error, never "no GPU".
set -eu

answer() {
    echo "{\"name\": \"gpu\", \"addresses\": [$1]}"
    exit 0
}

fail() {
    echo "discover-gpus: $*" >&2
    exit 1
}

# Prints "0", "1", … for a number of GPUs.
numbers() {
    awk -v count="$1" 'BEGIN { for (i = 0; i < count; i++) printf "%s\"%d\"", (i ? ", " : ""), i }'
}

visible=${NVIDIA_VISIBLE_DEVICES:-all}
case $visible in
    none) answer '' ;;
    # Says that the devices were chosen in another way: by the container device interface.
    void) visible=all ;;
esac
if [ -n "${CUDA_VISIBLE_DEVICES+set}" ]; then
    case $CUDA_VISIBLE_DEVICES in
        '' | -1* | NoDevFiles) answer '' ;;
    esac
fi
command -v nvidia-smi >/dev/null || answer ''

list=$(nvidia-smi -L 2>&1) || fail "nvidia-smi does not work: $(echo "$list" | head -n 1)"
case $list in
    *'No devices'*) answer '' ;;
esac

# One line for each GPU or, of a GPU cut into parts, for each part: number of the GPU, its UUID, the part's UUID or "-".
devices=$(echo "$list" | awk '
    function uuid(line) { sub(/.*UUID: */, "", line); sub(/\).*/, "", line); return line }
    function whole() { if (gpu != "" && !parts) print gpu, id, "-" }
    /^GPU [0-9]+:/ { whole(); gpu = $2; sub(/:/, "", gpu); id = uuid($0); parts = 0 }
    /^[ \t]+MIG / { print gpu, id, uuid($0); parts++ }
    END { whole() }
')
[ -n "$devices" ] || fail "nvidia-smi -L says nothing that is known: $(echo "$list" | head -n 1)"

# Keeps what a list of numbers and UUIDs names. Numbers count the GPUs of the host: once a container's runtime has
# hidden the others, there are no more GPUs than numbers, and all are meant.
usable=$devices
if [ "$visible" != all ]; then
    usable=$(echo "$devices" | awk -v wanted="$visible" '
        BEGIN { count = split(wanted, names, ","); for (i in names) named[names[i]] = 1; plain = wanted ~ /^[0-9,:]+$/ }
        { line[NR] = $0; if (!seen[$1]++) gpus++ }
        END {
            for (n = 1; n <= NR; n++) {
                split(line[n], device, " ")
                if ((plain && gpus <= count) || device[1] in named || device[2] in named || device[3] in named) {
                    print line[n]
                }
            }
        }')
fi
[ -n "$usable" ] || answer ''

if echo "$usable" | grep -qv -- ' -$'; then
    answer "$(numbers 1)"
fi
if [ -n "${CUDA_VISIBLE_DEVICES+set}" ]; then
    # CUDA counts what is named here from 0, up to the first name that it does not know.
    answer "$(numbers "$(echo "$devices" | awk -v wanted="$CUDA_VISIBLE_DEVICES" '
        { known[$1] = 1; known[$2] = 1 }
        END {
            count = split(wanted, names, ",")
            for (i = 1; i <= count && names[i] in known; i++) found++
            print found + 0
        }')")"
fi
answer "$(echo "$usable" | awk '{ printf "%s\"%s\"", (NR > 1 ? ", " : ""), $1 }')"
