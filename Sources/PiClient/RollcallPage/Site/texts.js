// Every text of the page, in one place.
export const texts = {
  views: { now: "Now", roll: "Roll", unknown: "Unknown", people: "People", health: "Health" },
  live: "live", notLive: "not filming", offline: "no connection", logOut: "Log out",
  logIn: "Log in", password: "Password", cancel: "Cancel", save: "Save", close: "Close", remove: "Remove",
  loading: "Loading…", failed: "This did not work: ", none: "–",
  status: { present: "present", late: "late", absent: "absent", excused: "excused" },
  now: {
    title: "In the room", nobody: "Nobody was seen in the last minute.", strangers: "Strangers",
    stranger: "stranger", picture: "The last picture of ", noPicture: "No picture yet.",
    notFilming: "Nothing films on this machine as ", notFilmingHint: "Start rollcall run; the page follows by itself.",
    latency: "latency", latencyHint: "from a clip's first picture to its result", waiting: "clips waiting",
    waitingHint: "on disk, until they can be sent", clips: "clips answered", failedClips: "clips failed", seen: "seen ",
    wrong: "What is wrong", allWell: "Everything that a run needs is there.", examine: "Examine", examining: "Examining…",
    thisIsNot: "This is not ",
  },
  roll: {
    day: "Day", group: "Group", everybody: "Everybody", lesson: "Lesson", wholeDay: "All lessons", find: "Find",
    csv: "CSV", print: "Print", name: "Name", status: "Status", first: "First", last: "Last", minutes: "Minutes",
    strip: "Minutes of the lesson in which the person was seen", note: "Note", mark: "Mark", nobody: "Nobody is enrolled.",
    noLesson: "There is no lesson on this day.", strangers: n => `strangers in ${n} min`, why: "Reason", markAs: "Counts as",
    marked: "marked", guest: "not of the group", onlyDay: "The mark is for ",
  },
  unknown: {
    title: "Unknown faces", none: "No unknown faces are kept.",
    hint: "Faces that are alike stand together. Nobody is enrolled without a click, and the pictures go when the frames do.",
    name: "This is …", notFace: "Not a face", ignore: "Ignore for ever", seen: n => n === 1 ? "seen once" : `seen ${n} times`,
    named: n => `${n} is known from now on.`, who: "Name", major: "Major", year: "Year", known: "Somebody enrolled, or a new name",
    stranger: "An unknown face",
  },
  people: {
    title: "People", add: "Add a person", find: "Find", photographs: n => n === 1 ? "1 photograph" : `${n} photographs`,
    noFace: "no photograph", edit: "Change", name: "Name", major: "Major", year: "Year", groups: "Groups, with commas between them",
    files: "Photographs (JPEG, one face in each)", camera: "Take the face that the camera sees now", none: "Nobody is enrolled yet.",
    accepted: "taken", refused: "refused: ", removeTitle: "Remove ", removeNow: "Remove for good",
    removes: "This deletes:", attendance: "the attendance of the last days, too", frames: "pictures and clips that show only this person",
    faces: n => `${n} enrolled faces`, corrections: n => `${n} corrections`, gallery: "the copies of the gallery in S3",
    removed: "Removed: ", photographsOf: "Photographs of ", addPhotographs: "Add photographs",
  },
  health: {
    title: "Health", percentiles: "From a clip's first picture to its result", slow: "The slowest clips", count: "clips",
    none: "No clip since the page was started.", stage: "Stage", median: "median", costs: "Costs so far, about", cost: "AWS's list prices for what was sent since the page was started",
  },
};
