# lib.sh - what the scripts of tests/ share; sourced as ". $LIB".
#
# shellcheck shell=sh
