#!/bin/sh
# Installs what the tests of real parts need, Debian packages and what is built against them, where
# it may; says what is missing where it may not.
set -eu
bin=$1
missing=""
needs() { # PACKAGE FILE...: the package is there where any of the files is
    package=$1
    shift
    for file in "$@"; do [ ! -e "$file" ] || return 0; done
    missing="$missing $package"
}
needs mosquitto /usr/sbin/mosquitto /usr/bin/mosquitto /usr/local/sbin/mosquitto
needs tmux /usr/bin/tmux
needs chromium /usr/bin/chromium
needs fonts-noto-cjk /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
needs pcscd /usr/sbin/pcscd
needs vsmartcard-vpcd /etc/reader.conf.d/vpcd
needs nut-server /usr/sbin/upsd /sbin/upsd
needs swig /usr/bin/swig
needs libpcsclite-dev /usr/include/PCSC/winscard.h

install() {
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 - a list of packages
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1
}
if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "parts: installing$missing"
    if install; then
        missing=""
    else
        echo "parts: apt-get could not install$missing" >&2
    fi
fi
"$bin/pip" install -qq --disable-pip-version-check --require-hashes -r requirements-native.lock || {
    echo "parts: pyscard and evdev could not be built; the compiler's words are above" >&2
    missing="$missing pyscard evdev"
}
[ -n "$missing" ] || exit 0
echo "parts: tests of real parts will be skipped; to run them: apt-get install$missing" >&2
[ "${CI:-}" != true ] || exit 1
