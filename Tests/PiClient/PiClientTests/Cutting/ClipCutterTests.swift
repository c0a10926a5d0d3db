import Testing

@testable import PiClient

@Suite struct ClipCutterTests {
    private func cut(
        _ stream: [UInt8], seconds: Double = 0.5,
        pieces: (inout SystemRandomNumberGenerator) -> Int = { _ in 4096 }
    ) throws -> [Clip] {
        var cutter = ClipCutter(clipSeconds: seconds, frameRate: 30)
        var random = SystemRandomNumberGenerator()
        var clips: [Clip] = []
        var rest = stream[...]
        while !rest.isEmpty {
            let piece = rest.prefix(max(1, pieces(&random)))
            rest = rest.dropFirst(piece.count)
            clips += try cutter.append(Array(piece), at: PiClient.TimeSource().captureTime)
        }
        return try clips + cutter.finish()
    }

    /// Compares without printing what is compared.
    private func isEqual<Value: Equatable>(_ one: Value, _ other: Value) -> Bool { one == other }

    private func joined(_ clips: [Clip]) -> [UInt8] {
        clips.flatMap { $0.bytes.dropFirst($0.repeatedHeaderBytes) }
    }

    @Test(arguments: [
        TestVideo(), TestVideo(slices: 4), TestVideo(profile: "main", hasDelimiters: true),
        TestVideo(profile: "high", bFrames: 2), TestVideo(keyFrameInterval: 5, slices: 3),
    ])
    func keepsEveryByteAndFrame(video: TestVideo) async throws {
        let stream = try await video.bytes()
        let clips = try cut(stream)
        #expect(isEqual(joined(clips), stream))
        #expect(clips.map(\.frameCount) == [15, 15, 15, 15, 15])
        for clip in clips {
            #expect(clip.repeatedHeaderBytes == 0)
            #expect(try await TestVideo.decodedFrames(clip.bytes) == 15)
        }
    }

    /// The first picture goes ahead as soon as the camera falls silent after it, and the clips stay as they are.
    @Test(arguments: [1, 4])
    func firstPicturesComeAheadOfTheirClips(slices: Int) async throws {
        let stream = try await TestVideo(slices: slices).bytes()
        var scanner = AccessUnitScanner()
        var units = try scanner.append(stream, at: PiClient.TimeSource().captureTime)
        if let last = scanner.flush() { units.append(last) }
        var cutter = ClipCutter(clipSeconds: 0.5, frameRate: 30)
        var pictures: [(unit: Int, clip: Clip)] = []
        var clips: [Clip] = []
        for (number, unit) in units.enumerated() {
            clips += try cutter.append(unit.bytes, at: PiClient.TimeSource().captureTime)
            if let picture = cutter.takeFirstFrame() { pictures.append((number, picture)) }
            if cutter.mayBeComplete {
                if let clip = try cutter.closeAfterSilence() { clips.append(clip) }
            } else if cutter.mayHaveFirstFrame {
                if let clip = try cutter.endFirstFrameAfterSilence() { clips.append(clip) }
                if let picture = cutter.takeFirstFrame() { pictures.append((number, picture)) }
            }
        }
        clips += try cutter.finish()
        #expect(isEqual(joined(clips), stream))
        #expect(clips.map(\.frameCount) == [15, 15, 15, 15, 15])
        // Of the first clip the camera's rhythm is not known yet: only the next picture ends its first one.
        #expect(pictures.map(\.unit) == [1, 15, 30, 45, 60])
        #expect(pictures.map(\.clip.captureTime) == clips.map(\.captureTime))
        for picture in pictures { #expect(try await TestVideo.decodedFrames(picture.clip.bytes) == 1) }
    }

    @Test func aPictureTakenForCompleteTooEarlyEndsTheGuessingAndLosesNothing() async throws {
        let stream = try await TestVideo(slices: 2).bytes()
        let units = AnnexB.units(of: stream)
        var cutter = ClipCutter(clipSeconds: 0.5, frameRate: 30)
        var clips: [Clip] = []
        // One slice a picture for a clip, and then a second slice that comes late.
        var guesses = 0
        for unit in units {
            clips += try cutter.append([0, 0, 0, 1] + unit, at: PiClient.TimeSource().captureTime)
            if cutter.mayHaveFirstFrame, guesses == 0 {
                guesses += 1
                if let clip = try cutter.endFirstFrameAfterSilence() { clips.append(clip) }
            }
        }
        clips += try cutter.finish()
        #expect(isEqual(joined(clips), AnnexB.stream(of: units, startCode: [0, 0, 0, 1])))
        for clip in clips { #expect(try await TestVideo.decodedFrames(clip.bytes) == 15) }
    }

    @Test(arguments: [[0, 0, 1], [0, 0, 0, 1], [0, 0, 0, 0, 0, 1]] as [[UInt8]])
    func doesNotDependOnHowTheStreamIsSplit(startCode: [UInt8]) async throws {
        let stream = AnnexB.stream(
            of: AnnexB.units(of: try await TestVideo(frames: 45, slices: 4, hasDelimiters: true).bytes()),
            startCode: startCode)
        let whole = try cut(stream) { _ in .max }
        #expect(whole.count == 3)
        let splits: [(inout SystemRandomNumberGenerator) -> Int] = [
            { _ in 1 }, { _ in 2 }, { _ in 3 }, { .random(in: 1...7, using: &$0) },
            { .random(in: 1...9000, using: &$0) },
        ]
        for split in splits {
            let clips = try cut(stream, pieces: split)
            #expect(isEqual(clips.map(\.bytes), whole.map(\.bytes)))
            #expect(isEqual(joined(clips), stream))
        }
    }

    @Test func repeatsHeadersThatCameOnlyOnce() async throws {
        var hasHeaders = false
        let units = AnnexB.units(of: try await TestVideo().bytes()).filter { unit in
            let isHeader = (7...8).contains(unit[0] & 0x1f)
            if !isHeader { hasHeaders = true }
            return !(isHeader && hasHeaders)
        }
        let stream = AnnexB.stream(of: units)
        let clips = try cut(stream)
        #expect(clips.count == 5)
        #expect(clips.map { $0.repeatedHeaderBytes > 0 } == [false, true, true, true, true])
        #expect(isEqual(joined(clips), stream))
        for clip in clips { #expect(try await TestVideo.decodedFrames(clip.bytes) == 15) }
    }

    @Test(arguments: [
        (4, [16, 16, 16, 12]), (7, [14, 14, 14, 14, 4]), (10, [10, 10, 10, 10, 10, 10]), (30, [30, 30]),
    ])
    func cutsAtTheNearestIDR(interval: Int, expected: [Int]) async throws {
        let stream = try await TestVideo(frames: 60, keyFrameInterval: interval).bytes()
        let clips = try cut(stream)
        #expect(clips.map(\.frameCount) == expected)
        #expect(isEqual(joined(clips), stream))
    }

    @Test func joinsARunningStreamAtItsFirstIDR() async throws {
        let units = AnnexB.units(of: try await TestVideo(frames: 45).bytes())
        let lateUnits = Array(units.dropFirst(6))
        let clips = try cut(AnnexB.stream(of: lateUnits))
        #expect(clips.map(\.frameCount) == [15, 15])
        for clip in clips { #expect(try await TestVideo.decodedFrames(clip.bytes) == 15) }
    }

    @Test func saysThatAStreamHasNoIDR() async throws {
        let units = AnnexB.units(of: try await TestVideo(frames: 30, keyFrameInterval: 30).bytes())
        let slices = units.filter { $0[0] & 0x1f == 1 }
        let endless = AnnexB.stream(of: Array(repeating: slices, count: 60).flatMap { $0 })
        #expect(throws: ClipCutterError.noParameterSets(frames: 601)) { try cut(endless) }
        let headed = AnnexB.stream(of: units) + endless
        #expect {
            try cut(headed)
        } throws: { error in
            guard case ClipCutterError.noIDR(let frames, _) = error else { return false }
            return frames == 601
        }
    }

    /// A key frame interval of 25 s, and a camera that sends no second IDR picture at all.
    @Test func whatWasFilmedWithoutASecondIDRIsAClip() async throws {
        let rare = try await TestVideo(frames: 900, keyFrameInterval: 750).bytes()
        let clips = try cut(rare)
        #expect(clips.map(\.frameCount) == [600, 150])
        for clip in clips { #expect(try await TestVideo.decodedFrames(clip.bytes) == clip.frameCount) }

        let single = try await TestVideo(frames: 1300, keyFrameInterval: 1300).bytes()
        var cutter = ClipCutter(clipSeconds: 0.5, frameRate: 30)
        var filmed: [Clip] = []
        #expect(throws: ClipCutterError.self) {
            for start in stride(from: 0, to: single.count, by: 1000) {
                filmed += try cutter.append(
                    Array(single[start..<min(start + 1000, single.count)]),
                    at: PiClient.TimeSource().captureTime)
            }
        }
        #expect(filmed.map(\.frameCount) == [600])
    }

    /// 2 s of a picture that is larger than a clip may be: nothing is held, and the next IDR picture begins anew.
    @Test func aClipThatGrowsTooLargeIsEndedToo() async throws {
        let stream = try await TestVideo(frames: 90, keyFrameInterval: 60).bytes()
        var cutter = ClipCutter(
            clipSeconds: 0.5, frameRate: 30, limits: ClipLimits(maximumBytes: stream.count / 2))
        var clips = try cutter.append(stream, at: PiClient.TimeSource().captureTime)
        clips += try cutter.finish()
        #expect(clips.count == 2)
        #expect(clips[0].frameCount < 60 && clips[1].frameCount == 30)
        for clip in clips { #expect(try await TestVideo.decodedFrames(clip.bytes) == clip.frameCount) }
    }

    @Test func saysThatBytesAreNoStream() async throws {
        let noise = [UInt8](repeating: 0xab, count: 5 << 20)
        #expect {
            try cut(noise)
        } throws: { error in
            guard case ClipCutterError.noStartCode = error else { return false }
            return true
        }
        #expect(try cut([]).isEmpty)
        #expect(try cut([0, 0, 1]).isEmpty)
    }

    @Test func survivesRandomBytes() async throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let noise = (0..<Int.random(in: 1...600)).map { _ -> UInt8 in
                let bytes: [UInt8] = [0, 0, 0, 1, 0x67, 0x65, .random(in: 0...255)]
                return bytes.randomElement() ?? 0
            }
            _ = try? cut(noise) { _ in .random(in: 1...9, using: &random) }
        }
    }

    @Test func givesEveryClipItsOwnMillisecond() async throws {
        let stream = try await TestVideo(frames: 60, keyFrameInterval: 5).bytes()
        var cutter = ClipCutter(clipSeconds: 0.1, frameRate: 30)
        let time = CaptureTime(milliseconds: 1_700_000_000_000, instant: .now)
        let clips = try cutter.append(stream, at: time) + cutter.finish()
        let times = clips.map(\.captureTime.milliseconds)
        #expect(times.count == 12)
        #expect(times == (0..<12).map { 1_700_000_000_000 + $0 })
    }

    @Test func takesTheFirstFramesTime() async throws {
        let units = AnnexB.units(of: try await TestVideo(frames: 30).bytes())
        var cutter = ClipCutter(clipSeconds: 0.5, frameRate: 30)
        var clips: [Clip] = []
        var milliseconds: Int64 = 1000
        for unit in units {
            let time = CaptureTime(milliseconds: milliseconds, instant: .now)
            clips += try cutter.append([0, 0, 0, 1] + unit, at: time)
            if (1...5).contains(unit[0] & 0x1f) { milliseconds += 33 }
        }
        clips += try cutter.finish()
        let times = clips.map(\.captureTime.milliseconds)
        #expect(times == [1000, 1495])
    }

    @Test func closesAClipAfterSilenceOnceTheRhythmIsKnown() async throws {
        let units = AnnexB.units(of: try await TestVideo(frames: 90, slices: 4).bytes())
        var cutter = ClipCutter(clipSeconds: 0.5, frameRate: 30)
        var early: [Clip] = []
        var late: [Clip] = []
        for unit in units {
            late += try cutter.append([0, 0, 0, 1] + unit, at: PiClient.TimeSource().captureTime)
            if cutter.mayBeComplete, let clip = try cutter.closeAfterSilence() { early.append(clip) }
        }
        late += try cutter.finish()
        // Two clips teach the rhythm; the others need no further frame to end.
        #expect(late.map(\.frameCount) == [15, 15])
        #expect(early.map(\.frameCount) == [15, 15, 15, 15])
        #expect(isEqual(joined(late + early), AnnexB.stream(of: units, startCode: [0, 0, 0, 1])))
    }

    /// Such a camera proves each picture's end at once, but not that the next one begins a clip.
    @Test func closesAClipAfterSilenceThoughADelimiterFollowsEachPicture() async throws {
        let units = AnnexB.units(of: try await TestVideo(frames: 90).bytes())
        let delimiter: [UInt8] = [0, 0, 0, 1, 0x09, 0xf0]
        var cutter = ClipCutter(clipSeconds: 0.5, frameRate: 30)
        var early: [Clip] = []
        var late: [Clip] = []
        var sent: [UInt8] = []
        var milliseconds: Int64 = 1000
        for unit in units {
            let isPicture = (1...5).contains(unit[0] & 0x1f)
            let bytes = [0, 0, 0, 1] + unit + (isPicture ? delimiter : [])
            sent += bytes
            late += try cutter.append(bytes, at: CaptureTime(milliseconds: milliseconds, instant: .now))
            // Long after the delimiter, as with a camera that begins to film again.
            if isPicture { milliseconds += 1000 }
            if cutter.mayBeComplete, let clip = try cutter.closeAfterSilence() { early.append(clip) }
        }
        late += try cutter.finish()
        #expect(late.prefix(2).map(\.frameCount) == [15, 15])
        #expect(early.map(\.frameCount) == [15, 15, 15, 15])
        // A clip's time is that of its first picture, not of the delimiter that came before it.
        let times = (late.prefix(2) + early).map(\.captureTime.milliseconds)
        #expect(times == [1000, 16000, 31000, 46000, 61000, 76000])
        #expect(isEqual(joined(late.prefix(2) + early), sent.dropLast(delimiter.count)))
    }
}
