import ArgumentParser
import FoundationEssentials
import Glibc
import Pipeline
import Support

/// A batch as an array of Slurm jobs, and a job that sums up after them.
struct SlurmFlags: ParsableArguments {
  @Flag(help: "Submit an array of jobs with sbatch instead of running on this machine.") var slurm = false
  @Option(help: ArgumentHelp("Number of tasks in the array.", valueName: "n")) var array = 4
  @Flag(
    help:
      "Divide the pairwise matrix of every sequence among the tasks (--tiles) instead of the sequences. For a few very large sequences."
  )
  var splitPairs = false
  @Option(help: ArgumentHelp("Slurm's --partition.", valueName: "name")) var partition: String?
  @Option(help: ArgumentHelp("Slurm's --time for each task.", valueName: "hh:mm:ss")) var time: String?
  @Option(help: ArgumentHelp("Slurm's --cpus-per-task.", valueName: "n")) var cpus: Int?
  @Option(help: ArgumentHelp("Slurm's --mem for each task.", valueName: "size")) var mem: String?
  @Flag(help: "Write the two job scripts and print the commands that submit them; do not submit.")
  var dryRun = false

  func validate() throws {
    guard array >= 1 else { throw ValidationError("--array takes at least one task, not \(array).") }
  }

  /// Options of sbatch that the array and its merge share.
  private var shared: [String] {
    var lines: [String] = []
    if let partition { lines.append("--partition=\(Self.quoted(partition))") }
    if let time { lines.append("--time=\(time)") }
    if let mem { lines.append("--mem=\(mem)") }
    return lines
  }

  /// Writes slurm/array.sh and slurm/merge.sh below the output and submits them, the second after the first.
  ///
  /// A task that is told of its time limit (SIGUSR1) leaves its checkpoint, ends with 75 and is requeued.
  func submit(shards: Int, output: OutputFolder) throws {
    let command = Self.commandWithoutSlurm(output: output.path).map(Self.quoted).joined(separator: " ")
    let (array, merge) = ("slurm/array.sh", "slurm/merge.sh")
    let head = shared.map { "#SBATCH \($0)\n" }.joined()
    let cores = cpus.map { "#SBATCH --cpus-per-task=\($0)\n" } ?? ""
    let script = """
      #!/usr/bin/env bash
      #SBATCH --job-name=track-seg
      #SBATCH --array=1-\(shards)
      #SBATCH --requeue
      #SBATCH --open-mode=append
      #SBATCH --signal=B:USR1@60
      #SBATCH --output=\(try Self.fileName(output.file("slurm"), log: "task-%a.log"))
      \(head)\(cores)set -u
      \(command) --quiet --threads "${SLURM_CPUS_PER_TASK:-1}" \(splitPairs ? "--tiles" : "--shard") "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" &
      child=$!
      trap 'kill -USR1 $child' USR1 TERM
      wait $child; code=$?
      # A trap ends the first wait before the child does.
      while kill -0 $child 2>/dev/null; do wait $child; code=$?; done
      if [ $code -eq 75 ]; then scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"; exit 0; fi
      # 1: some sequences failed, which the summary says.
      [ $code -eq 1 ] && exit 0
      exit $code

      """
    let last = """
      #!/usr/bin/env bash
      #SBATCH --job-name=track-seg-merge
      #SBATCH --output=\(try Self.fileName(output.file("slurm"), log: "merge.log"))
      \(head)exec \(command) \(splitPairs ? "--threads \"${SLURM_CPUS_PER_TASK:-1}\"" : "--merge")

      """
    try output.write(Array(script.utf8), to: array)
    try output.write(Array(last.utf8), to: merge)
    guard !dryRun else {
      try StandardOutput.line("sbatch \(Self.quoted(output.file(array)))")
      try StandardOutput.line("sbatch --dependency=afterany:<id> \(Self.quoted(output.file(merge)))")
      return
    }
    let id = try Self.sbatch([output.file(array)])
    let merging = try Self.sbatch(["--dependency=afterany:\(id)", output.file(merge)])
    try StandardOutput.line("array \(id): \(shards) tasks; merge \(merging); logs in \(output.file("slurm"))")
  }

  /// A log's path as an #SBATCH line takes it: in quotes, with Slurm's own signs in the folder's name escaped.
  private static func fileName(_ folder: String, log: String) throws -> String {
    guard !folder.contains("\n") else {
      throw RunError(.usage, "--output: Slurm takes no line end in a path, as in “\(folder)”")
    }
    let escaped = folder.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing(
      "%", with: "%%")
    return "\"" + escaped + "/" + log + "\""
  }

  /// Runs sbatch and gives the job's id.
  private static func sbatch(_ arguments: [String]) throws -> String {
    let line = (["sbatch", "--parsable"] + arguments).map(quoted).joined(separator: " ") + " 2>&1"
    guard let stream = popen(line, "r") else {
      throw RunError(.output, "\(line): \(String(cString: strerror(errno)))")
    }
    var text: [UInt8] = []
    while true {
      let byte = fgetc(stream)
      if byte == EOF { break }
      text.append(UInt8(truncatingIfNeeded: byte))
    }
    let answer = String(decoding: text, as: UTF8.self).split(separator: "\n").joined(separator: "; ")
    guard pclose(stream) == 0 else { throw RunError(.output, "sbatch failed: \(answer)") }
    // Of a federation the answer is id;cluster.
    return String(answer.prefix { $0.isNumber || $0 == "_" })
  }

  /// The command as it was given, without what is for sbatch, the program by its whole path.
  private static func commandWithoutSlurm(output: String) -> [String] {
    let withValue = ["--array", "--partition", "--time", "--cpus", "--mem", "--output", "-o", "--threads"]
    var kept: [String] = []
    var rest = CommandLine.arguments.dropFirst()
    while let argument = rest.popFirst() {
      if ["--slurm", "--dry-run", "--quiet", "-q", "--split-pairs"].contains(argument) { continue }
      if withValue.contains(argument) {
        rest = rest.dropFirst()
        continue
      }
      if withValue.contains(where: { argument.hasPrefix($0 + "=") }) { continue }
      kept.append(argument)
    }
    let program =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
    return [program] + kept + ["--output", output]
  }

  private static func quoted(_ text: String) -> String {
    text.allSatisfy { $0.isLetter || $0.isNumber || "-_./=,".contains($0) }
      ? text
      : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
