"""The 70 test vectors of RFC 6287, appendix C, row by row.

The key is the first 20, 32 or 64 bytes of 12345678901234567890...; the time is a hexadecimal count of minutes, that of
2008-03-25 12:06:30 UTC. Rows of C.2 are computed by the server and by the client in turn: the other party's question
stands first.
"""

from typing import Final, NamedTuple

from sekisho.core.ocra import Inputs, MutualQuestion, Suite


class Vector(NamedTuple):
    """One row: what goes in, and the response that the RFC prints."""

    suite: str
    key: bytes
    counter: int | None
    question: str
    pin: str | None
    time_steps: int | None
    response: str

    def inputs(self) -> Inputs:
        """The row as arguments of `respond`; a question longer than the suite says is two of them."""
        length = Suite.parse(self.suite).question.length
        is_mutual = len(self.question) > length
        return Inputs(
            question=MutualQuestion.cut(self.question, length) if is_mutual else self.question,
            counter=self.counter,
            pin=self.pin,
            time_steps=self.time_steps,
        )


def _rows(table: str) -> tuple[Vector, ...]:
    rows = [line.split() for line in table.splitlines() if "OCRA-1:" in line]
    return tuple(
        Vector(
            suite=suite,
            key=(b"1234567890" * 7)[: int(key_length)],
            counter=None if counter == "-" else int(counter),
            question=question,
            pin=None if pin == "-" else pin,
            time_steps=None if time == "-" else int(time, 16),
            response=response,
        )
        for suite, key_length, counter, question, pin, time, response in rows
    )


VECTORS: Final = _rows("""
    suite                               key  counter  question           pin     time  response
    C.1  one-way challenge-response
    OCRA-1:HOTP-SHA1-6:QN08              20        -  00000000             -        -    237653
    OCRA-1:HOTP-SHA1-6:QN08              20        -  11111111             -        -    243178
    OCRA-1:HOTP-SHA1-6:QN08              20        -  22222222             -        -    653583
    OCRA-1:HOTP-SHA1-6:QN08              20        -  33333333             -        -    740991
    OCRA-1:HOTP-SHA1-6:QN08              20        -  44444444             -        -    608993
    OCRA-1:HOTP-SHA1-6:QN08              20        -  55555555             -        -    388898
    OCRA-1:HOTP-SHA1-6:QN08              20        -  66666666             -        -    816933
    OCRA-1:HOTP-SHA1-6:QN08              20        -  77777777             -        -    224598
    OCRA-1:HOTP-SHA1-6:QN08              20        -  88888888             -        -    750600
    OCRA-1:HOTP-SHA1-6:QN08              20        -  99999999             -        -    294470
    OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1    32        0  12345678          1234        -  65347737
    OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1    32        1  12345678          1234        -  86775851
    OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1    32        2  12345678          1234        -  78192410
    OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1    32        3  12345678          1234        -  71565254
    OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1    32        4  12345678          1234        -  10104329
    OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1    32        5  12345678          1234        -  65983500
    OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1    32        6  12345678          1234        -  70069104
    OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1    32        7  12345678          1234        -  91771096
    OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1    32        8  12345678          1234        -  75011558
    OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1    32        9  12345678          1234        -  08522129
    OCRA-1:HOTP-SHA256-8:QN08-PSHA1      32        -  00000000          1234        -  83238735
    OCRA-1:HOTP-SHA256-8:QN08-PSHA1      32        -  11111111          1234        -  01501458
    OCRA-1:HOTP-SHA256-8:QN08-PSHA1      32        -  22222222          1234        -  17957585
    OCRA-1:HOTP-SHA256-8:QN08-PSHA1      32        -  33333333          1234        -  86776967
    OCRA-1:HOTP-SHA256-8:QN08-PSHA1      32        -  44444444          1234        -  86807031
    OCRA-1:HOTP-SHA512-8:C-QN08          64        0  00000000             -        -  07016083
    OCRA-1:HOTP-SHA512-8:C-QN08          64        1  11111111             -        -  63947962
    OCRA-1:HOTP-SHA512-8:C-QN08          64        2  22222222             -        -  70123924
    OCRA-1:HOTP-SHA512-8:C-QN08          64        3  33333333             -        -  25341727
    OCRA-1:HOTP-SHA512-8:C-QN08          64        4  44444444             -        -  33203315
    OCRA-1:HOTP-SHA512-8:C-QN08          64        5  55555555             -        -  34205738
    OCRA-1:HOTP-SHA512-8:C-QN08          64        6  66666666             -        -  44343969
    OCRA-1:HOTP-SHA512-8:C-QN08          64        7  77777777             -        -  51946085
    OCRA-1:HOTP-SHA512-8:C-QN08          64        8  88888888             -        -  20403879
    OCRA-1:HOTP-SHA512-8:C-QN08          64        9  99999999             -        -  31409299
    OCRA-1:HOTP-SHA512-8:QN08-T1M        64        -  00000000             -  132d0b6  95209754
    OCRA-1:HOTP-SHA512-8:QN08-T1M        64        -  11111111             -  132d0b6  55907591
    OCRA-1:HOTP-SHA512-8:QN08-T1M        64        -  22222222             -  132d0b6  22048402
    OCRA-1:HOTP-SHA512-8:QN08-T1M        64        -  33333333             -  132d0b6  24218844
    OCRA-1:HOTP-SHA512-8:QN08-T1M        64        -  44444444             -  132d0b6  36209546

    C.2  mutual challenge-response
    OCRA-1:HOTP-SHA256-8:QA08            32        -  CLI22220SRV11110     -        -  28247970
    OCRA-1:HOTP-SHA256-8:QA08            32        -  SRV11110CLI22220     -        -  15510767
    OCRA-1:HOTP-SHA256-8:QA08            32        -  CLI22221SRV11111     -        -  01984843
    OCRA-1:HOTP-SHA256-8:QA08            32        -  SRV11111CLI22221     -        -  90175646
    OCRA-1:HOTP-SHA256-8:QA08            32        -  CLI22222SRV11112     -        -  65387857
    OCRA-1:HOTP-SHA256-8:QA08            32        -  SRV11112CLI22222     -        -  33777207
    OCRA-1:HOTP-SHA256-8:QA08            32        -  CLI22223SRV11113     -        -  03351211
    OCRA-1:HOTP-SHA256-8:QA08            32        -  SRV11113CLI22223     -        -  95285278
    OCRA-1:HOTP-SHA256-8:QA08            32        -  CLI22224SRV11114     -        -  83412541
    OCRA-1:HOTP-SHA256-8:QA08            32        -  SRV11114CLI22224     -        -  28934924
    OCRA-1:HOTP-SHA512-8:QA08            64        -  CLI22220SRV11110     -        -  79496648
    OCRA-1:HOTP-SHA512-8:QA08-PSHA1      64        -  SRV11110CLI22220  1234        -  18806276
    OCRA-1:HOTP-SHA512-8:QA08            64        -  CLI22221SRV11111     -        -  76831980
    OCRA-1:HOTP-SHA512-8:QA08-PSHA1      64        -  SRV11111CLI22221  1234        -  70020315
    OCRA-1:HOTP-SHA512-8:QA08            64        -  CLI22222SRV11112     -        -  12250499
    OCRA-1:HOTP-SHA512-8:QA08-PSHA1      64        -  SRV11112CLI22222  1234        -  01600026
    OCRA-1:HOTP-SHA512-8:QA08            64        -  CLI22223SRV11113     -        -  90856481
    OCRA-1:HOTP-SHA512-8:QA08-PSHA1      64        -  SRV11113CLI22223  1234        -  18951020
    OCRA-1:HOTP-SHA512-8:QA08            64        -  CLI22224SRV11114     -        -  12761449
    OCRA-1:HOTP-SHA512-8:QA08-PSHA1      64        -  SRV11114CLI22224  1234        -  32528969

    C.3  plain signature
    OCRA-1:HOTP-SHA256-8:QA08            32        -  SIG10000             -        -  53095496
    OCRA-1:HOTP-SHA256-8:QA08            32        -  SIG11000             -        -  04110475
    OCRA-1:HOTP-SHA256-8:QA08            32        -  SIG12000             -        -  31331128
    OCRA-1:HOTP-SHA256-8:QA08            32        -  SIG13000             -        -  76028668
    OCRA-1:HOTP-SHA256-8:QA08            32        -  SIG14000             -        -  46554205
    OCRA-1:HOTP-SHA512-8:QA10-T1M        64        -  SIG1000000           -  132d0b6  77537423
    OCRA-1:HOTP-SHA512-8:QA10-T1M        64        -  SIG1100000           -  132d0b6  31970405
    OCRA-1:HOTP-SHA512-8:QA10-T1M        64        -  SIG1200000           -  132d0b6  10235557
    OCRA-1:HOTP-SHA512-8:QA10-T1M        64        -  SIG1300000           -  132d0b6  95213541
    OCRA-1:HOTP-SHA512-8:QA10-T1M        64        -  SIG1400000           -  132d0b6  65360607
""")
