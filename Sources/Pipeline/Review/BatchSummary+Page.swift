internal import Report
internal import Support

extension BatchSummary {
  /// The index page of the batch in a folder.
  func page(of folder: OutputFolder) -> BatchPage {
    var pages: [String: BatchPage.Row] = [:]
    for row in rows {
      var line = BatchPage.Row(name: row.name)
      line.frames = row.record.frameCount
      line.tracks = row.record.trackCount
      line.kept = row.record.keptCount
      line.objects = row.record.objectCount
      line.averagePrecision = row.metrics?.averagePrecision
      line.adjustedRandIndex = row.metrics?.adjustedRandIndex
      line.maskIou = row.metrics?.maskIou
      line.seconds = row.record.totalSeconds
      let page = row.name + "/" + ResultFolder.page
      if folder.contains(page) { line.page = page }
      let thumbnail = row.name + "/" + ResultFolder.thumbnail
      if folder.contains(thumbnail) { line.thumbnail = thumbnail }
      pages[row.name] = line
    }
    for failure in failures {
      pages[failure.sequence, default: BatchPage.Row(name: failure.sequence)].error = failure.error
    }
    return BatchPage(
      title: CanonicalPath(folder.path).name ?? "batch",
      version: rows.first?.record.version ?? "", rows: pages.values.sorted { $0.name < $1.name })
  }
}
