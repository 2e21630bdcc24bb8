import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import Tracks

/// Tables of points, as napari, trackpy, TrackMate, MOTChallenge and our own export write them.
@Suite struct TextTableTests {
  private func read(_ text: String, _ options: TrackReadingOptions = TrackReadingOptions()) throws
    -> TrackFile.Contents
  {
    let folder = try TemporaryFolder()
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file("points.csv")))
    return try TrackFile.read(folder.file("points.csv"), options: options)
  }

  private func message(_ text: String) -> String {
    let error = #expect(throws: TracksError.self) { try read(text) }
    return error?.message ?? ""
  }

  /// Two tracks with births and deaths: track 7 in frames 0 to 9, track 3 in frames 4 to 11, in a shuffled order of rows.
  private func rows(_ line: (_ track: Int, _ frame: Int, _ x: Double, _ y: Double) -> String) -> String {
    var lines: [String] = []
    for frame in 0..<12 {
      if frame < 10 { lines.append(line(7, frame, 10.5 + Double(frame), 20.25)) }
      if frame >= 4 { lines.append(line(3, frame, 100, 50 - Double(frame) / 4)) }
    }
    var generator = SeededGenerator(seed: 5)
    for place in lines.indices.dropFirst() {
      lines.swapAt(place, Int(generator.uniform(0, Double(place + 1))))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func check(_ set: TrackSet) {
    #expect(set.trackIDs == [3, 7] && set.frameCount == 12)
    for frame in 0..<12 {
      let (three, seven) = (frame, 12 + frame)
      #expect(set.valid[three] == (frame >= 4) && set.valid[seven] == (frame < 10))
      if frame >= 4 { #expect(set.x[three] == 100 && set.y[three] == 50 - Float(frame) / 4) }
      if frame < 10 { #expect(set.x[seven] == 10.5 + Float(frame) && set.y[seven] == 20.25) }
    }
  }

  @Test func columnsAreFoundByTheirNames() throws {
    // Our own export, napari, trackpy (with its index), tabs, semicolons with quotes and CRLF.
    check(try read("frame,track_id,x,y,visible,label\n" + rows { "\($1),\($0),\($2),\($3),1,2" }).tracks)
    check(try read("track_id,t,y,x\n" + rows { "\($0),\($1),\($3),\($2)" }).tracks)
    check(
      try read(",y,x,mass,size,frame,particle\n" + rows { "5,\($3),\($2),1e3,2.5,\($1).0,\($0).0" }).tracks)
    check(try read("id\tframe\tx\ty\n" + rows { "\($0)\t\($1)\t\($2)\t\($3)" }).tracks)
    let quoted = "\"ID\";\"Frame\";\"X\";\"Y\"\n" + rows { "\"\($0)\";\($1);\($2);\($3)" }
    check(try read(quoted.replacingOccurrences(of: "\n", with: "\r\n")).tracks)
  }

  @Test func rowsOfUnitsBelowTheHeaderOfTrackMateAreSkipped() throws {
    let header = """
      LABEL,ID,TRACK_ID,QUALITY,POSITION_X,POSITION_Y,POSITION_Z,POSITION_T,FRAME,RADIUS,VISIBILITY
      Label,Spot ID,Track ID,Quality,X,Y,Z,T,Frame,Radius,Visibility
      Label,Spot ID,Track ID,Quality,X,Y,Z,T,Frame,R,Visibility
      ,,,(quality),(pixel),(pixel),(pixel),(sec),,(pixel),

      """
    let spots = rows { "ID\($1),\(100 * $0 + $1),\($0),1.5,\($2),\($3),0,\(Double($1) / 25),\($1),4,1" }
    let contents = try read(header + spots + "ID900,900,,1,5,5,0,0,3,4,1\n")
    check(contents.tracks)
    #expect(contents.warnings.contains { $0.contains("1 rows belong to no track") })
  }

  @Test func boxesOfMOTChallengeAreTheirCentres() throws {
    let text =
      rows { "\($1 + 1),\($0),\($2 - 5),\($3 - 10),10,20,1,-1,-1,-1" }
      + "3,9,1,1,2,2,0,-1,-1,-1\n4,-1,1,1,2,2,1\n"
    let contents = try read(text)
    check(contents.tracks)
    #expect(contents.format == "MOTChallenge boxes")
  }

  @Test func flagsAndConfidenceCount() throws {
    var text = "track_id,frame,x,y,occluded,likelihood\n"
    for frame in 0..<6 {
      text += "0,\(frame),\(frame),1,\(frame == 2 ? "True" : "False"),\(frame == 4 ? 0.3 : 0.9)\n"
    }
    let set = try read(text).tracks
    #expect(set.visible == [true, true, false, true, true, true] && set.hasVisibility)
    // Hidden rows are a tracker's guess; 0.6 is DeepLabCut's cut.
    #expect(set.observed == [true, true, false, true, false, true])
    let all = try read(text, TrackReadingOptions(hidden: .use, leastConfidence: 0.2)).tracks
    #expect(all.observed.allSatisfy { $0 })
  }

  @Test func emptyPositionsAreAbsentAndNamesAreNumbered() throws {
    let contents = try read("track,frame,x,y\nsnout,0,1,2\nsnout,1,,\nsnout,2,NaN,4\ntail,3,5,6\n")
    let set = contents.tracks
    #expect(set.trackCount == 2 && set.frameCount == 4 && set.trackIDs == [0, 1])
    #expect(set.valid == [true, false, false, false, false, false, false, true])
    #expect(contents.warnings.contains { $0.contains("tracks have names") })
  }

  @Test func framesThatAreCountedFromOne() throws {
    let text = "track_id,frame,x,y\n" + (1...5).map { "0,\($0),\($0),1\n" }.joined()
    #expect(try read(text, TrackReadingOptions(frameCount: 5)).tracks.x == [1, 2, 3, 4, 5])
    let contents = try read(text, TrackReadingOptions(frameCount: 9))
    #expect(contents.tracks.frameCount == 9 && !contents.tracks.valid[0] && contents.tracks.x[1] == 1)
    #expect(contents.warnings.contains { $0.contains("frames begin at 1") })
  }

  @Test func whatIsWrongIsNamed() {
    let head = "track_id,frame,x,y\n"
    #expect(message(head + "0,0,1,2\n0,0,3,4\n").contains("the track 0 has two rows in frame 0"))
    #expect(message(head + "0,0.04,1,2\n").contains("row 1: the frame is 0.04; expected a whole number"))
    #expect(message(head + "0,-1,1,2\n").contains("the frame is -1"))
    #expect(
      message(head + "0,1,1,2\n0,2,left,2\n").contains("row 2: “left” in the column x; expected a number"))
    #expect(message(head + "0,1,1\n").contains("line 2 ends a row of 3 cells; expected 4"))
    #expect(message(head + "0,,1,2\n").contains("has no frame"))
    #expect(message("object,time,x,y\n0,1,2,3\n").contains("begins with the text “object,time,x,y”"))
    #expect(message("1,2,3,4,5,6,1\n1,2,3\n").contains("line 2: “1,2,3”"))
    #expect(message(head + "0,9000000,1,2\n1,0,1,2\n1,9000000,1,2\n").contains("is a frame number wrong?"))
  }
}
