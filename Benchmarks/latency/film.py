"""A film's clips and pictures: H.264 in Annex B, as a camera sends it."""

# An access unit delimiter (ITU-T H.264, 7.3.2.4): it proves that the picture before it is complete.
DELIMITER = b"\x00\x00\x00\x01\x09\xf0"
# A timetable whose lessons are elsewhere: with the gate by schedule a camera is at rest.
NO_LESSONS = "weekday,from,to,room\nMonday,08:00,08:45,elsewhere\n"
SLICES, PARAMETER_SETS = (1, 5), 7


def nal_units(data):
    """Where each NAL unit begins, with its start code, its type, and whether it is a picture's first slice."""
    index = 0
    while (index := data.find(b"\x00\x00\x01", index)) >= 0 and index + 4 < len(data):
        start = index - 1 if index and data[index - 1] == 0 else index
        kind = data[index + 3] & 0x1F
        # first_mb_in_slice is 0, which is a single bit that is set, in a picture's first slice.
        yield start, kind, kind in SLICES and data[index + 4] & 0x80 != 0
        index += 3


def clips_of(data):
    """The film's clips: each begins with the parameter sets before its IDR picture."""
    starts = [start for start, kind, _ in nal_units(data) if kind == PARAMETER_SETS]
    return [data[start:end] for start, end in zip(starts, starts[1:] + [len(data)])]


def pictures_of(clip):
    """A clip's pictures; what stands before the first belongs to it."""
    starts = [start for start, _, is_first in nal_units(clip) if is_first]
    return [clip[start:end] for start, end in zip([0] + starts[1:], starts[1:] + [len(clip)])]
