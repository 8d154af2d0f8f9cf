#!/bin/sh
# Starts burgward with the Node that lies beside it. May be linked to from anywhere; needs nothing of the system but sh.
program=$0
while [ -L "$program" ]; do
  target=$(readlink "$program")
  case $target in
    /*) program=$target ;;
    *) program=${program%/*}/$target ;;
  esac
done
case $program in
  */*) folder=$(CDPATH= cd -- "${program%/*}" && pwd -P) ;;
  *) folder=$(pwd -P) ;;
esac
exec "$folder/runtime/node" "$folder/bin/run.js" "$@"
