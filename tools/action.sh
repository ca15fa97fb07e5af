#!/usr/bin/env bash
# The work of the GitHub Action: RULES and PAGES are names separated by spaces; FAIL is "true" when a change fails the job.
# Values reach this script through the environment, so that no name is read as a command.
set -euo pipefail
read -r -a rules <<<"${RULES:-}"
read -r -a pages <<<"${PAGES:-}"
summary=${GITHUB_STEP_SUMMARY:-/dev/stdout}

if ((${#rules[@]})); then
  cleaner rules test -- "${rules[@]}"
fi
if ((${#pages[@]} == 0)); then
  exit 0
fi
options=(--no-pager --color never)
for pack in "${rules[@]}"; do
  options+=(--rules "$pack")
done
code=0
shown=$(cleaner diff "${options[@]}" -- "${pages[@]}") || code=$?
{
  echo "### What cleaner would change"
  sed 's/^/    /' <<<"$shown"  # indented, a line of a page is no Markdown
} >>"$summary"
if ((code > 1)) || { ((code == 1)) && [[ ${FAIL:-false} == true ]]; }; then
  exit "$code"
fi
