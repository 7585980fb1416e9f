#!/bin/sh
# Installs Debian packages without starting a service, enabling one at boot, or creating a PostgreSQL cluster of the system's own.
# What it changes for that is put back at the end, also after an error or a signal.
set -eu

marker="parcourspro: no service starts while its packages are installed"
policy=/usr/sbin/policy-rc.d
kept=/usr/sbin/policy-rc.d.before-parcourspro
no_cluster=/etc/postgresql-common/createcluster.d/parcourspro.conf

log=$(mktemp)

put_back() {
    rm -f "$no_cluster"
    if [ -e "$policy" ] && grep -q "$marker" "$policy"; then
        rm -f "$policy"
    fi
    if [ -e "$kept" ] && [ ! -e "$policy" ]; then
        mv "$kept" "$policy"
    fi
}

put_back # an earlier run may have been killed
trap 'put_back; rm -f "$log"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

if [ -e "$policy" ]; then
    mv "$policy" "$kept"
fi
printf '#!/bin/sh\n# %s\nexit 101\n' "$marker" >"$policy"
chmod 755 "$policy"
mkdir -p "$(dirname "$no_cluster")"
echo 'create_main_cluster = false' >"$no_cluster"

export DEBIAN_FRONTEND=noninteractive
install_them() {
    apt-get install --yes -qq --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 "$@" >"$log" 2>&1
}
# The first try fails where the lists of packages are absent or old.
install_them "$@" || { apt-get update -qq && install_them "$@"; } || { cat "$log" >&2 && exit 1; }

# The packages' own services must not come up at the next boot either.
stay_off() {
    for unit in "$@"; do
        # It works without systemd too, and asks only to be called for a package.
        DPKG_MAINTSCRIPT_PACKAGE=parcourspro deb-systemd-helper disable "$unit" >/dev/null 2>&1 || true
        if [ -e "/etc/init.d/${unit%.service}" ]; then update-rc.d "${unit%.service}" disable >/dev/null 2>&1 || true; fi
    done
}
for name in "$@"; do
    case "$name" in
    rabbitmq-server) stay_off rabbitmq-server.service epmd.socket epmd.service ;;
    haproxy) stay_off haproxy.service ;;
    docker.io) stay_off docker.socket docker.service containerd.service ;;
    esac
done
