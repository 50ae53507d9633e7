#!/bin/sh
# A sudo that becomes nobody else: sudo [flags] -u USER COMMAND...
while [ "$1" != "-u" ]; do shift; done
shift 2
exec "$@"
