#!/usr/bin/env bash
# Runs a Slurm controller and two nodes, n1 and n2, in the namespaces (network, mounts, host name, processes) that
# cluster.ts starts it in, until its standard input ends. It is process 1 there: with it everything that it started is
# gone, and so is the file system in memory that holds all that the daemons write.
#
# Prints "ready" and its process id outside, then does what each line of its input says and answers "done".
set -euo pipefail

# /proc is still the machine's, which knows this process by the id that nsenter needs.
read -r outside _ </proc/self/stat
mount -t proc proc /proc
mount -t tmpfs -o mode=755 slurm /etc/slurm

hostname slurm
ip link set lo up
ip address add 10.1.1.1/32 dev lo
cd /etc/slurm
printf '127.0.0.1 localhost\n10.1.1.1 slurm\n' >hosts
mount --bind hosts /etc/hosts

mkdir no-cgroups
printf 'CgroupPlugin=cgroup/v1\nCgroupMountpoint=/etc/slurm/no-cgroups\n' >cgroup.conf
printf 'Name=gpu File=/dev/null\n' >gres.conf
cat >slurm.conf <<END
ClusterName=earnest
SlurmctldHost=slurm(10.1.1.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
# A requeued job waits for as long as a credential holds, by default two minutes.
AuthInfo=socket=/etc/slurm/munge.socket,cred_expire=5
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=1,batch_sched_delay=0,sched_min_interval=0
GresTypes=gpu
JobRequeue=1
SlurmdParameters=config_overrides
ReturnToService=2
SlurmdTimeout=4
KillWait=1
MinJobAge=300
StateSaveLocation=/etc/slurm/state
SlurmctldPidFile=/etc/slurm/slurmctld.pid
SlurmctldLogFile=/etc/slurm/slurmctld.log
SlurmdPidFile=/etc/slurm/%n.pid
SlurmdSpoolDir=/etc/slurm/spool-%n
NodeName=n1 NodeHostname=slurm NodeAddr=10.1.1.1 Port=17001 CPUs=2 RealMemory=1000 Gres=gpu:1
NodeName=n2 NodeHostname=slurm NodeAddr=10.1.1.1 Port=17002 CPUs=2 RealMemory=1000 Gres=gpu:1
PartitionName=all Nodes=n1,n2 Default=YES MaxTime=60 State=UP
END
mkdir state spool-n1 spool-n2

(umask 077 && head -c 1024 /dev/urandom >munge.key)
munged --socket=/etc/slurm/munge.socket --key-file=/etc/slurm/munge.key \
  --pid-file=/etc/slurm/munged.pid --log-file=/etc/slurm/munged.log --seed-file=/etc/slurm/munged.seed
slurmctld -c

# A node is a process namespace with slurmd as process 1: when that is killed, so is all that ran on the node.
start_node() {
  unshare --mount --pid --fork --kill-child bash -c '
    read -r id _ </proc/self/stat
    echo "$id" >"/etc/slurm/$0.id"
    mount -t proc proc /proc
    exec slurmd -D -N "$0"' "$1" </dev/null >>"$1.log" 2>&1 &
}
# The controller alone takes 25 seconds to notice that a node is dead, so an operator's command reports it.
kill_node() {
  kill -s KILL "$(<"$1.id")"
  scontrol update "nodename=$1" state=down reason=killed
}

start_node n1
start_node n2
for ((tries = 0; ; tries++)); do
  [ "$(sinfo --noheader --format=%D --states=idle)" = 2 ] && break
  [ "$tries" -lt 300 ] || { tail -n 50 ./*.log >&2; exit 1; }
  sleep 0.1
done
echo "ready $outside"
while read -r act node; do
  "$act" "$node"
  echo done
done
