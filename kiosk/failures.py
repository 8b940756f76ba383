"""Every failure a person can meet: its code, what they read, what staff reads and can do.

A failure's `code` travels; its words stand here, in both languages (a test fails where one is missing). Citizens read
three things: what happened, what to do now, another way.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.rules.forms import FieldError
from kiosk.rules.texts import Text


class Failure(Exception):
    """What the world did. A flow may catch it to offer another way; otherwise its page is shown.

    `number`: a case number that was reached all the same; `errors`: fields that the platform refused;
    `also`: a sentence from the platform for the page (such as the nearest hall with numbers left).
    """

    def __init__(
        self, code: str, *, number: str = "", errors: tuple[FieldError, ...] = (), also: Text = Text("")
    ) -> None:
        super().__init__(code)
        self.code, self.number, self.errors, self.also = code, number, errors, also


@dataclass(frozen=True)
class FailureTexts:
    """The words of one failure."""

    code: str
    happened: Text
    now: Text
    otherwise: Text
    staff: str
    remedy: str
    quiet: bool = False  # no alarm colour: bereavement, no record


# Nothing is known of what became of a request: the platform was not reached, or did not say.
NO_ANSWER = frozenset({"platform.unreachable", "platform.slow", "platform.broken"})

_WINDOW = Text("也可以到综合窗口办理，请找导办人员", "You can also go to an integrated window; please ask a guide")

_ON_SITE = Text("也可以现场取号办理", "You can also take a queue number here")

_NO_FACE_NEEDED = Text(
    "不用人脸也能办：用手机验证码、身份证，或到综合窗口",
    "It works without your face too: by phone code, ID card, or at a window",
)
_AGAIN = Text("可以再试一次", "You can try once more")
_CAMERA_STAFF = "Check the camera for faces: cable, address in terminal.toml, lens."

_FACE_TROUBLES = (
    (
        "no-match",
        Text("没有比对成功，请正对屏幕再试", "It could not be confirmed; please face the screen and try again"),
        _AGAIN,
        "The live face and the reference are not alike enough.",
        "Nothing to do at the terminal; the person may have changed since the photograph.",
    ),
    (
        "unsure",
        Text("还不能确定，请正对屏幕再试", "It is not sure yet; please face the screen and try again"),
        _AGAIN,
        "The live face and the reference are neither alike nor unlike enough.",
        "A clerk can decide at a window.",
    ),
    (
        "not-live",
        Text(
            "没有看到您本人的动作，请按提示再试",
            "Your own movement was not seen; please follow the words and try again",
        ),
        _AGAIN,
        "No sign of life was seen, or signs of a picture or a screen.",
        "If it happens to many, check the light around the terminal.",
    ),
    (
        "no-face",
        Text(
            "没有看清您的脸，请站到屏幕前再试",
            "Your face was not seen well; please stand before the screen and try again",
        ),
        _AGAIN,
        "Nobody was seen well enough in time.",
        "Check height and direction of the camera.",
    ),
    (
        "several",
        Text("镜头前有好几个人，请一个人操作", "Several people are before the camera; one person only, please"),
        _AGAIN,
        "More than one person stood there all the time.",
        "Keep the place before the terminal clear.",
    ),
    (
        "no-consent",
        Text("没有您的同意，镜头不会看您", "Without your consent the camera does not look at you"),
        Text("请重新开始", "Please start again"),
        "A comparison was asked for without a consent.",
        "Send the log to the maintainers.",
    ),
    (
        "no-reference",
        Text("没有可以比对的照片", "There is no photograph to compare with"),
        Text("请用别的办法核验", "Please choose another way"),
        "Neither the card nor the register has a photograph with a face.",
        "Check that the card photo's decoder is set up (terminal.toml, card-photo).",
    ),
    (
        "bad-reference",
        Text("证件照片读不出来", "The photograph on the card can't be read"),
        Text("请用别的办法核验", "Please choose another way"),
        "The photograph or template to compare with can't be used.",
        "Check the card photo's decoder, and that platform and terminal use the same face model.",
    ),
    (
        "timed-out",
        Text("这次时间太长了", "It took too long this time"),
        _AGAIN,
        "A comparison did not end in its time.",
        "Check the machine's load and the light before the camera.",
    ),
    (
        "dark",
        Text("光线太暗，看不清", "It is too dark to see well"),
        Text("请换个位置，或打开灯再试", "Please move a little, or switch a light on, and try again"),
        "It was too dark before the camera all the time.",
        "Improve the light before the terminal.",
    ),
    (
        "covered",
        Text("镜头被遮住了，看不到您", "The camera is covered and can't see you"),
        Text("请移开镜头前的东西", "Please take away what is before the camera"),
        "The camera for faces is covered.",
        "Clean the lens; take off what covers it.",
    ),
    (
        "no-picture",
        Text("镜头现在没有画面", "The camera shows nothing now"),
        Text("请过一会儿再试", "Please try again in a moment"),
        "The camera for faces gives no picture, a black one, or always the same.",
        _CAMERA_STAFF,
    ),
    (
        "gallery-closed",
        Text("今天的人脸登记已经结束", "Today's check-in by face is over"),
        Text("请刷身份证", "Please use your ID card"),
        "Today's gallery is expired, full, or not to be trusted.",
        "See the log; wipe it on the maintenance pages if it is not to be trusted.",
    ),
    (
        "gone",
        Text("镜头正在重新启动", "The camera is starting again"),
        Text("请过几秒再试", "Please try again in a few seconds"),
        "The process that looks at faces ended and starts again.",
        "If that repeats, see the log.",
    ),
    (
        "guardian",
        Text("14 岁以下不在自助机上刷脸", "Below the age of 14 no face is looked at here"),
        Text("请由监护人陪同，用证件办理", "Please come with a guardian and a document"),
        "The person is under 14.",
        "Nothing to do at the terminal.",
    ),
    (
        "not-checked-in",
        Text("今天没有您的人脸登记，或已经撤回", "There is no check-in by your face today, or it was withdrawn"),
        Text("请刷身份证", "Please use your ID card"),
        "The platform knows no such check-in of today in this hall.",
        "Nothing to do at the terminal.",
    ),
    (
        "too-old",
        Text("核验的时间过了，请重新核验", "The check was too long ago; please do it again"),
        Text("请重新开始", "Please start again"),
        "The outcome reached the platform too late.",
        "Check the terminal's clock and the line.",
    ),
    (
        "clerk",
        Text(
            "好的，请到综合窗口，工作人员当面核验", "Please go to an integrated window; staff will identify you there"
        ),
        Text("请带上证件，可以先在这里取号", "Please bring your document; you can take a queue number here first"),
        "The person prefers a clerk.",
        "Nothing to do at the terminal.",
    ),
    (
        "forgotten",
        Text("您今天登记的人脸已经删除", "Today's check-in by your face is deleted"),
        Text("不用再做什么", "Nothing more to do"),
        "Somebody withdrew their consent.",
        "Nothing to do at the terminal.",
    ),
    (
        "none-kept",
        Text("今天没有保存您的人脸", "No face of yours is kept today"),
        Text("不用再做什么", "Nothing more to do"),
        "Somebody asked to be forgotten who was not kept.",
        "Nothing to do at the terminal.",
    ),
)
"""What can come in the way of a face: none of it is anybody's fault, and none keeps anybody from the service."""

TEXTS: dict[str, FailureTexts] = {
    texts.code: texts
    for texts in (
        FailureTexts(
            "platform.unreachable",
            Text("现在连不上政务平台", "The government platform can't be reached now"),
            Text("请过几分钟再试一次", "Please try again in a few minutes"),
            _WINDOW,
            "No connection to the platform.",
            "Check network and platform address (terminal.toml, platform.url).",
        ),
        FailureTexts(
            "platform.slow",
            Text("政务平台这一次没有及时答复", "The government platform did not answer in time"),
            Text("请过几分钟再试一次", "Please try again in a few minutes"),
            _WINDOW,
            "The platform did not answer within its time.",
            "Check the platform's load; connect limit 2 s, read limit 8 s.",
        ),
        FailureTexts(
            "platform.broken",
            Text("政务平台的答复有问题，这次办不了", "The government platform has a problem; this can't be done now"),
            Text("请过一会儿再试，或换一项业务", "Please try later, or choose another service"),
            _WINDOW,
            "The platform answered something that is not its interface.",
            "Compare versions of terminal and platform; see the log for the path.",
        ),
        FailureTexts(
            "platform.refused",
            Text("政务平台没有接受这次申请", "The government platform did not accept this request"),
            Text("请核对后再试一次", "Please check and try again"),
            _WINDOW,
            "The platform refused a request with a code the terminal does not know.",
            "See the log for the problem code.",
        ),
        *(
            FailureTexts(
                f"terminal.{what}",
                Text("这台机器现在不能办理业务", "This machine can't serve you now"),
                Text("请换一台自助机", "Please use another terminal"),
                _WINDOW,
                staff,
                remedy,
            )
            for what, staff, remedy in (
                ("power", "The power is off and the battery will not last for a visit.", "Check socket and breaker."),
                ("closed", "The terminal was closed from the back office.", "Open it again in the back office."),
                ("unknown", "The platform does not know this terminal.", "Register it in the back office."),
                ("kind", "The platform does this for terminals of another kind only.", "Check its kind there."),
                ("blocked", "This terminal was taken out of service.", "See the back office for why."),
                ("not-enrolled", "The platform has no key of this terminal.", "Set platform.enrolment to a new code."),
                ("enrolment", "The enrolment code is wrong or too old.", "Set platform.enrolment to a new code."),
                ("signature", "The platform has another key of this terminal.", "Enrol it again with a new code."),
                ("unsigned", "The platform saw no signature.", "Check what stands between terminal and platform."),
                (
                    "clock",
                    "This machine's clock is more than five minutes off.",
                    "Set the clock; check its time server.",
                ),
                ("no-key", "The terminal's key can't be read or made.", "Check the folder terminal.data and its disk."),
            )
        ),
        FailureTexts(
            "session.expired",
            Text("身份核验已过期", "Your identification has expired"),
            Text("请重新放置身份证", "Please place your ID card again"),
            _WINDOW,
            "The platform's session ended before the visit did.",
            "Compare the clocks of terminal and platform.",
        ),
        FailureTexts(
            "card.lost",
            Text("这张证件已挂失，不能在这里使用", "This card was reported lost and can't be used here"),
            Text("请取回证件", "Please take the card back"),
            Text(
                "找回的证件请到派出所或公安窗口核实", "If you found your card again, have it checked at a police window"
            ),
            "The platform says the document was reported lost.",
            "Nothing to do at the terminal.",
        ),
        FailureTexts(
            "card.expired",
            Text("这张证件已过有效期", "This card has expired"),
            Text(
                "过期证件仍可取号和查询进度，其他事项请换证后办理",
                "You can still take a number and look up a case; for the rest please renew the card first",
            ),
            Text("换领身份证请到公安窗口", "Cards are renewed at the police window"),
            "An expired document was read.",
            "Nothing to do at the terminal.",
        ),
        FailureTexts(
            "card.quiet",
            Text("这项业务请到窗口办理", "Please have this done at a window"),
            Text("请取回证件，工作人员会帮您办", "Please take the card back; our staff will help you"),
            Text("综合窗口怎么走，请问导办台", "The guide desk shows the way to the integrated windows"),
            "The platform says the holder is deceased.",
            "Meet the relatives in person.",
            quiet=True,
        ),
        FailureTexts(
            "card.unknown-person",
            Text("平台里没有找到您的登记信息", "The platform has no record of you"),
            Text("请取回证件，到综合窗口登记", "Please take the card back and register at an integrated window"),
            Text("可以先取一个号", "You can take a queue number first"),
            "The platform knows no person with this document.",
            "Nothing to do at the terminal.",
        ),
        FailureTexts(
            "card.window-only",
            Text("这种证件目前只在窗口办理", "For now this kind of card is served at windows only"),
            Text("请取回证件，先在这里取一个号", "Please take the card back and take a queue number here"),
            Text("综合窗口怎么走，请问导办台", "The guide desk shows the way to the integrated windows"),
            "A foreign permanent resident's card of 2023; its layout is not confirmed yet.",
            "Serve the person at a window.",
            quiet=True,
        ),
        FailureTexts(
            "card.not-held",
            Text("平台里没有您的这种证件", "The platform has no such document of yours"),
            Text("请选另一种证件", "Please choose another document"),
            _WINDOW,
            "The platform knows no document of that kind of this person.",
            "Nothing to do at the terminal.",
        ),
        FailureTexts(
            "card.no-card",
            Text("没带证件，这项业务在这里办不了", "Without a card this can't be done here"),
            Text(
                "请带身份证再来，或用手机“鄂汇办”办理",
                "Please come again with your card, or use the app 鄂汇办 (Ehuiban)",
            ),
            Text(
                "可以先取号到窗口，工作人员会帮您核实身份",
                "You can take a number; at the window staff can identify you",
            ),
            "The person has no card with them.",
            "Nothing to do at the terminal.",
            quiet=True,
        ),
        FailureTexts(
            "card.use-id-card",
            Text("这张社保卡不能在这里核实身份", "This social-security card can't identify you here"),
            Text("请改用身份证", "Please use your ID card instead"),
            _WINDOW,
            "Social-security card v3.0: EF06 needs authentication this terminal does not have.",
            "Nothing to do at the terminal.",
        ),
        *(
            FailureTexts(f"card.{what}", happened, now, _WINDOW, staff, remedy)
            for what, happened, now, staff, remedy in (
                (
                    "lifted",
                    Text("证件拿开得太早", "The card was lifted too early"),
                    Text("请再放一次，等页面变化后再取走", "Place it again and wait until the page changes"),
                    "A card was taken away, or swapped, while it was read.",
                    "Nothing to do at the terminal.",
                ),
                (
                    "unreadable",
                    Text("没有读出来", "The card could not be read"),
                    Text("请放平证件再试一次", "Lay it flat and try again"),
                    "The reader found a card and could not read it (41, a bad checksum, a frame of a wrong length).",
                    "If it happens with every card: clean the reader, check its cable.",
                ),
                (
                    "no-answer",
                    Text("这张卡没有应答", "The card does not answer"),
                    Text("请取出卡，擦净芯片后再插一次", "Take it out, wipe its chip and put it in again"),
                    "A card hung while it was read; it was given up after the driver's deadline.",
                    "If it happens with every card: clean the reader's contacts.",
                ),
                (
                    "two-cards",
                    Text("放了不止一张证件", "There is more than one card"),
                    Text("请都拿开，再只放一张", "Take all of them away and place one only"),
                    "Two cards at once on a reader, or in two readers.",
                    "Look for a card that somebody left.",
                ),
                (
                    "wrong-reader",
                    Text("这个读卡口读不了身份证", "This slot can't read ID cards"),
                    Text("请把身份证放到标有“身份证”的阅读区", "Place it on the area marked “身份证” (ID card)"),
                    "An ID card on a plain PC/SC reader: name and number can be read only through a security module.",
                    "Show the person the ID-card reader; a terminal without one can't read ID cards.",
                ),
                (
                    "held",
                    Text("读卡器正被占用", "The card reader is taken for the moment"),
                    Text("请不要拿开卡，一空出来就会读", "Leave the card there; it is read as soon as possible"),
                    "Another program keeps the card reader for itself.",
                    "Close that program.",
                ),
                (
                    "id-reader-gone",
                    Text("身份证阅读器暂时用不了", "The ID-card reader can't be used for the moment"),
                    Text(
                        "社保卡可以插卡使用；没有社保卡请换一台机器",
                        "A social security card can be put in; without one please use another machine",
                    ),
                    "The ID-card reader is away or faulty; the other reader can be used.",
                    "See the device's status for what to do; the terminal notices by itself when it is back.",
                ),
                (
                    "social-reader-gone",
                    Text("社保卡读卡器暂时用不了", "The social-card reader can't be used for the moment"),
                    Text("请放身份证", "Please place your ID card"),
                    "The social-card reader is away or faulty; ID cards can be read.",
                    "See the device's status for what to do; the terminal notices by itself when it is back.",
                ),
                (
                    "unknown-card",
                    Text("这不是身份证件", "This is no identity card"),
                    Text("请换一张", "Please use another one"),
                    "A card that is no document the terminal knows (such as a bank card).",
                    "Nothing to do at the terminal.",
                ),
                (
                    "wrong-number",
                    Text("读出的证件号码不对", "The number read from the card is not possible"),
                    Text("请再放一次；还不行请到综合窗口", "Place it again; if that does not help go to a window"),
                    "A number whose check digit or date is impossible, or a card without a name.",
                    "Have the card checked at a police window.",
                ),
            )
        ),
        FailureTexts(
            "card.no-id-reader",
            Text("这台机器读不了身份证", "This machine can't read ID cards"),
            Text("请取回证件，换一台带身份证阅读器的机器", "Take the card back; use a machine with an ID-card reader"),
            _WINDOW,
            "An ID card on a plain PC/SC reader, and the terminal has no SDT reader: only that can read ID cards.",
            "Plug in an SDT reader and name it in terminal.toml (sdt:/dev/ttyUSB0 or sdt+usb:VID:PID).",
        ),
        FailureTexts(
            "card.not-accepted",
            Text("这项业务不能用这种证件办理", "This service does not take this kind of document"),
            Text("请看指南里列出的证件", "Please see the guide for the documents it takes"),
            _WINDOW,
            "A document that the service does not accept.",
            "Nothing to do at the terminal.",
        ),
        FailureTexts(
            "reader.gone",
            Text("读卡器暂时不能用", "The card reader can't be used at the moment"),
            Text("需要证件的业务请换一台机器", "For services that need a card please use another machine"),
            Text(
                "取号、按编号查进度不需要证件，仍可使用",
                "Queue numbers and looking up by case number work without a card",
            ),
            "No card reader answers.",
            "Check the reader's cable and power (terminal.toml, devices).",
        ),
        FailureTexts(
            "code.no-phone",
            Text("平台没有登记您的手机号，不能发验证码", "The platform has no phone number of yours to send a code to"),
            Text("请到综合窗口登记手机号", "Please register a phone number at an integrated window"),
            Text("工作人员也可以当面核验身份后为您办理", "Staff can also identify you in person and do this for you"),
            "No registered phone.",
            "Nothing to do at the terminal.",
        ),
        FailureTexts(
            "code.too-often",
            Text("验证码输错次数太多", "The code was wrong too often"),
            Text("请稍后重新开始", "Please start again later"),
            _WINDOW,
            "Too many wrong codes.",
            "Nothing to do at the terminal.",
        ),
        FailureTexts(
            "code.other-way",
            Text("没有手机验证码，这项业务请到窗口办理", "Without the phone code, please have this done at a window"),
            Text("请带身份证到综合窗口，工作人员当面核验", "Please go to an integrated window with your card"),
            Text("可以先在这里取号", "You can take a queue number here first"),
            "The person can't receive the code.",
            "Nothing to do at the terminal.",
            quiet=True,
        ),
        FailureTexts(
            "proof.no-record",
            Text(
                "登记部门没有您的记录，所以不能出这份证明",
                "The department has no record of you, so this certificate can't be issued",
            ),
            Text(
                "如果您认为应当有记录，请到综合窗口核实",
                "If you think there should be a record, please ask at an integrated window",
            ),
            Text("也可以打 12345 询问，全天有人接听", "You can also call 12345; it answers day and night"),
            "The data's owner has no record of this person.",
            "Nothing to do at the terminal.",
            quiet=True,
        ),
        FailureTexts(
            "proof.not-so",
            Text(
                "登记的情况和这份证明要证明的不一样，所以不能出",
                "The register says otherwise than this certificate would, so it can't be issued",
            ),
            Text(
                "如果您认为登记有误，请到综合窗口核实",
                "If you think the register is wrong, please ask at an integrated window",
            ),
            Text("也可以打 12345 询问，全天有人接听", "You can also call 12345; it answers day and night"),
            "The register's data do not meet the condition of this proof (such as no tax owed).",
            "Nothing to do at the terminal.",
            quiet=True,
        ),
        FailureTexts(
            "proof.unavailable",
            Text("现在暂时查不到数据，不能出这份证明", "The data can't be looked up at the moment"),
            Text(
                "请过一会儿再试；这不代表您没有记录",
                "Please try again later; this does not mean that you have no record",
            ),
            _WINDOW,
            "The data's owner does not answer the platform.",
            "Ask the platform which source is down.",
        ),
        FailureTexts(
            "proof.none",
            Text("目前没有您可以打印的证明", "There is no certificate you can print at present"),
            Text("请到综合窗口咨询", "Please ask at an integrated window"),
            Text("热线 12345 全天有人接听", "Hotline 12345 answers day and night"),
            "No printable proofs for this person.",
            "Nothing to do at the terminal.",
            quiet=True,
        ),
        FailureTexts(
            "printer.paper-out",
            Text("打印机没有纸了", "The printer is out of paper"),
            Text("请找工作人员加纸，或换一台机器打印", "Please ask staff to add paper, or print at another machine"),
            _WINDOW,
            "Paper out.",
            "Add paper; the terminal notices by itself.",
        ),
        FailureTexts(
            "printer.cover-open",
            Text("打印机的盖子没有关好", "The printer's cover is open"),
            Text("请找工作人员处理，或换一台机器", "Please ask staff, or use another machine"),
            _WINDOW,
            "Cover open.",
            "Close the cover.",
        ),
        FailureTexts(
            "printer.jam",
            Text("打印机卡纸了", "Paper is jammed in the printer"),
            Text("请不要用力拉纸，找工作人员处理", "Please don't pull the paper; ask staff"),
            Text("也可以换一台机器打印", "You can also print at another machine"),
            "Paper jam or cutter fault.",
            "Clear the paper path.",
        ),
        FailureTexts(
            "printer.toner-empty",
            Text("打印机没有墨粉了", "The printer is out of toner"),
            Text("请换一台机器打印，或找工作人员", "Please print at another machine, or ask staff"),
            _WINDOW,
            "Toner empty.",
            "Change the cartridge.",
        ),
        FailureTexts(
            "printer.offline",
            Text("打印机没有回应", "The printer does not answer"),
            Text("请换一台机器，或找工作人员", "Please use another machine, or ask staff"),
            _WINDOW,
            "Printer off or unreachable.",
            "Check the printer's power and cable.",
        ),
        FailureTexts(
            "printer.failed",
            Text("没有打印成功", "Printing did not succeed"),
            Text("请再试一次，或换一台机器", "Please try again, or use another machine"),
            _WINDOW,
            "The printer ended the job with an error.",
            "See the printer's own display.",
        ),
        FailureTexts(
            "printer.unknown",
            Text("纸没有出来，或者没有打全", "The paper did not come out, or is not complete"),
            Text(
                "请找大厅工作人员，请他们看一下打印机；缺页的请不要使用",
                "Please ask staff in the hall to look at the printer; if pages are missing don't use it",
            ),
            Text("也可以换一台机器再打印", "You can also print again at another machine"),
            "The printer did not say whether the paper came out; the person says it did not.",
            "Look into the printer's tray and its display; make a test print.",
        ),
        FailureTexts(
            "printer.counter",
            Text("请到窗口领取", "Please collect it at a window"),
            Text(
                "请到综合窗口，报下面的编号，工作人员为您打印",
                "Tell the number below at an integrated window; staff print it for you",
            ),
            Text("也可以换一台机器再打印", "You can also print again at another machine"),
            "The printer did not say whether the paper came out; the person collects it at a window.",
            "Look the number up among the printouts; print it there. Look into this printer's tray.",
        ),
        FailureTexts(
            "printer.hot",
            Text("打印机过热，正在降温", "The printer is hot and cools down"),
            Text("请等一两分钟再试", "Please try again in a minute or two"),
            _WINDOW,
            "Print head or fuser too hot.",
            "It goes on by itself; if it stays hot, clear its air vents.",
        ),
        FailureTexts(
            "printer.not-a4",
            Text("这台机器暂时不能打印证明", "Proofs can't be printed at this machine for now"),
            Text("请换一台机器，或找工作人员", "Please use another machine, or ask staff"),
            _WINDOW,
            "The printer says that it can't print A4.",
            "Check which printer or queue the terminal's settings name; set A4 there.",
        ),
        FailureTexts(
            "printer.other-paper",
            Text("打印机里放的不是 A4 纸", "There is no A4 paper in the printer"),
            Text(
                "请找工作人员换纸，或换一台机器打印",
                "Please ask staff to change it, or print at another machine",
            ),
            _WINDOW,
            "Paper of another size is in the printer's trays.",
            "Load A4, and set the tray to A4 on the printer's display.",
        ),
        *(
            FailureTexts(
                f"camera.{what}",
                happened,
                now,
                Text("也可以到综合窗口交材料，请找导办人员", "You can also hand it in at a window; please ask a guide"),
                staff,
                remedy,
            )
            for what, happened, now, staff, remedy in (
                (
                    "gone",
                    Text("高拍仪暂时没有画面，正在恢复", "The camera shows no picture; it is coming back"),
                    Text("请等几秒再拍", "Please wait some seconds and try again"),
                    "The document camera gives no pictures.",
                    "Check its cable and power, and its address (terminal.toml, devices).",
                ),
                (
                    "frozen",
                    Text("高拍仪的画面停住了", "The camera's picture stands still"),
                    Text("请等几秒再拍", "Please wait some seconds and try again"),
                    "The document camera sends the same picture again and again.",
                    "Switch the camera off for five seconds.",
                ),
                (
                    "too-dark",
                    Text("光线太暗，看不清材料", "It is too dark to read the paper"),
                    Text("请打开补光灯，不要遮住镜头", "Switch the lamp on and keep the lens uncovered"),
                    "The camera's picture is black or too dark.",
                    "Check its lamp, and that nothing covers the lens.",
                ),
                (
                    "no-page",
                    Text("没有看到完整的一页", "No whole page was seen"),
                    Text("请把整页放进框里再拍", "Lay the whole page inside the frame and try again"),
                    "No page was found in the camera's picture.",
                    "Nothing to do; if it happens with every page clean the lens.",
                ),
                (
                    "slow",
                    Text("这一张没有拍成", "This picture was not taken"),
                    Text("请再拍一次", "Please try again"),
                    "The vision process gave no page in time and was started again.",
                    "See the machine's load.",
                ),
            )
        ),
        *(
            FailureTexts(
                f"file.{what}",
                Text("政务平台没有收下这份材料", "The government platform did not take this file"),
                Text("请重新拍一次", "Please take the pictures again"),
                Text("也可以到综合窗口交材料", "You can also hand it in at a window"),
                staff,
                "See the log; compare versions of terminal and platform.",
            )
            for what, staff in (
                ("broken", "The platform calls a scanned file damaged."),
                ("too-large", "A scanned file is larger than the platform takes."),
                ("too-many", "The case has as many files as it may have."),
                ("type", "The platform takes no such file."),
            )
        ),
        FailureTexts(
            "filing.not-eligible",
            Text("按您的情况，这项业务现在还不能申请", "In your situation this can't be applied for now"),
            Text("如果是填错了，可以改好再申请", "If you made a mistake filling in, correct it and apply again"),
            Text("有疑问请到综合窗口，工作人员帮您核实", "If in doubt, ask at an integrated window"),
            "The platform's rules refuse the application.",
            "Nothing to do at the terminal.",
        ),
        FailureTexts(
            "life-event.nothing",
            Text("按您的回答，现在没有要办的事项", "With your answers there is nothing to apply for now"),
            Text("如果选错了，可以返回重新选择", "If you chose something by mistake, go back and choose again"),
            Text("有疑问请到综合窗口，工作人员帮您核实", "If in doubt, ask at an integrated window"),
            "No component of the life event applies with these answers.",
            "Nothing to do at the terminal.",
        ),
        FailureTexts(
            "life-event.resting",
            Text("这件事里有事项暂时不在这里办", "A part of this matter is not offered here at the moment"),
            Text("请到综合窗口办理", "Please go to an integrated window"),
            Text("可以先在这里取一个号", "You can take a queue number here first"),
            "A component of the life event was taken from this channel.",
            "Ask the administrator which service was withdrawn.",
        ),
        FailureTexts(
            "joint.booking-only",
            Text("这件事在自助机上只能预约，不能申请", "This matter can only be booked here, not applied for"),
            Text("请看材料清单，并预约窗口", "Please see the list of papers and book an appointment"),
            Text("也可以在这里取一个号，当天到窗口办", "Or take a queue number here for a window today"),
            "A project topic is a list with an appointment.",
            "Nothing to do at the terminal.",
        ),
        FailureTexts(
            "filing.needs-paper",
            Text("这种情况要交纸质材料，这台机器收不了", "This case needs a paper that this machine can't take"),
            Text("请带材料到综合窗口办理", "Please bring it to an integrated window"),
            Text("可以先在这里取一个号", "You can take a queue number here first"),
            "A required paper can't be handed in at this terminal.",
            "Nothing to do at the terminal.",
            quiet=True,
        ),
        FailureTexts(
            "filing.not-filed",
            Text(
                "申请没有提交成功，填写的内容没有保存",
                "Your application was not submitted; what you filled in is not kept",
            ),
            Text("请过几分钟重新办理", "Please start again in a few minutes"),
            _WINDOW,
            "Filing failed before the platform gave a number.",
            "Check the connection to the platform.",
        ),
        FailureTexts(
            "filing.kept",
            Text(
                "申请已保存在本机，平台还没有确认收到",
                "Your application is kept here; the government platform has not confirmed it yet",
            ),
            Text(
                "请记下这个编号，不用重复申请；联网后自动提交",
                "Please note this number and do not apply again; it is submitted as soon as there is a connection",
            ),
            Text(
                "提交后可放上身份证，在任一自助机“查进度”里查看",
                "Once submitted, your ID card shows it at any terminal under 查进度",
            ),
            "Filed into the outbox; not yet acknowledged by the platform.",
            "Check the connection; the outbox sends by itself.",
        ),
        FailureTexts(
            "filing.slip-later",
            Text("申请已提交，但回执没有打印出来", "Your application is submitted, but its slip was not printed"),
            Text("请记下屏幕上的编号，凭编号可查进度", "Please note the number on the screen; it finds your case"),
            Text("在任一自助机“查进度”可以补打回执", "The slip can be printed at any terminal under 查进度"),
            "Case filed, slip not printed.",
            "Check the ticket printer.",
        ),
        FailureTexts(
            "identification.invalid-number",
            Text("这不是有效的证件号码", "This is no valid document number"),
            Text("请核对后重新填写", "Please check it and type it again"),
            Text("带着证件的话，可以放证件办理", "If you have your document with you, place it on the reader instead"),
            "The number that was typed has a wrong length or check digit.",
            "Ask for the number again.",
            quiet=True,
        ),
        FailureTexts(
            "identification.not-matched",
            Text("姓名、证件号码和手机号对不上", "Name, document number and phone do not belong together"),
            Text(
                "请核对后重新填写，手机号要用登记过的那一个", "Please check them; the phone must be the registered one"
            ),
            Text("带着证件的话，可以放证件办理", "If you have your document with you, place it on the reader instead"),
            "No person is registered with this name, number and phone.",
            "Nothing to do at the terminal.",
            quiet=True,
        ),
        *(
            FailureTexts(f"appointment.{what}", happened, now, otherwise, staff, "Nothing to do at the terminal.", True)
            for what, happened, now, otherwise, staff in (
                (
                    "full",
                    Text("这个时段刚刚约满了", "This time slot has just been filled"),
                    Text("请选其他时段或其他日期", "Please choose another time or another day"),
                    _ON_SITE,
                    "No place is left in the slot.",
                ),
                (
                    "no-slot",
                    Text("这个时段现在不能预约", "This time can't be booked now"),
                    Text(
                        "大厅的安排可能刚有变动，请重新选择", "The hall's hours may have changed; please choose again"
                    ),
                    _ON_SITE,
                    "The hall has no such slot, or it has begun.",
                ),
                (
                    "lead-time",
                    Text("这一天现在还不能预约", "This day can't be booked yet, or not any more"),
                    Text("请在列出的日期里选", "Please choose one of the days listed"),
                    _ON_SITE,
                    "The day is outside the days that are offered today.",
                ),
                (
                    "not-offered",
                    Text("这项业务在这个大厅不用预约", "No appointments are given for this here"),
                    Text("请直接取号办理", "Please take a queue number"),
                    _WINDOW,
                    "The business has no places for appointments in this hall.",
                ),
                (
                    "same-business",
                    Text("您这一天已经约过这项业务", "You have an appointment for this on that day already"),
                    Text("可以改那一个的时间，或选其他日期", "You can change that one, or choose another day"),
                    Text("在“我的预约”里可以查看", "It is listed under 我的预约"),
                    "One active appointment for a business a day.",
                ),
                (
                    "per-day",
                    Text("您这一天已经有预约了", "You have an appointment on that day already"),
                    Text("请选其他日期", "Please choose another day"),
                    _ON_SITE,
                    "The person has as many appointments on that day as the hall allows.",
                ),
                (
                    "repeats",
                    Text("同一项业务今天约的次数太多了", "You booked the same business too often today"),
                    Text("几天内暂停网上预约，现场取号不受影响", "Booking is paused for some days"),
                    _ON_SITE,
                    "More bookings of one business in a day than the rules allow.",
                ),
                (
                    "paused",
                    Text("这几天暂停网上预约", "Booking is paused for some days"),
                    Text("现场取号不受影响", "You can take a number at the hall as always"),
                    _WINDOW,
                    "Booking is paused for this person by the hall's rules.",
                ),
                (
                    "hold-over",
                    Text("为您保留的时间已经过了", "The time for which the place was held is over"),
                    Text("请重新选择时段", "Please choose a time again"),
                    _ON_SITE,
                    "The hold ended before it was confirmed.",
                ),
                (
                    "unconfirmed",
                    Text("这个预约还没有确认", "This appointment was not confirmed yet"),
                    Text("请先在“我的预约”里确认", "Please confirm it first, under 我的预约"),
                    _ON_SITE,
                    "The place is only held.",
                ),
                (
                    "too-late",
                    Text("离预约时间太近，不能再改或取消", "It is too close to the appointment to change or cancel it"),
                    Text("请按时前来；来不了也请告诉大厅", "Please come in time, or tell the hall if you can't"),
                    Text("热线 12345 全天有人接听", "Hotline 12345 answers day and night"),
                    "Too few hours before the slot.",
                ),
                (
                    "started",
                    Text("已经签到取号，不能再改", "The number is given already; nothing can be changed"),
                    Text("请按小票上的号码等候叫号", "Please wait for the number on your ticket"),
                    Text("不清楚的，请问导办台", "The guide desk can help"),
                    "Checked in already.",
                ),
                (
                    "ended",
                    Text("这个预约已取消或已过时间", "This appointment was cancelled, or its time is over"),
                    Text("现在可以现场取号", "You can take a queue number now"),
                    Text("也可以重新预约其他时间", "Or book another time"),
                    "Cancelled, expired, or missed.",
                ),
                (
                    "not-found",
                    Text("没有找到这个预约", "No such appointment was found"),
                    Text("请核对预约号和手机号后四位", "Please check the number and the last four digits of the phone"),
                    Text("也可以放上身份证签到", "Or place your ID card to check in"),
                    "Number and end of phone do not match.",
                ),
                (
                    "early",
                    Text("还没到签到时间", "It is too early to check in"),
                    Text("请到时间再来签到", "Please check in when it is time"),
                    _ON_SITE,
                    "Before the time from which the hall checks in.",
                ),
                (
                    "other-day",
                    Text("您约的不是今天", "Your appointment is not for today"),
                    Text("请在预约的那天来签到", "Please check in on its day"),
                    _ON_SITE,
                    "The appointment is for another day.",
                ),
                (
                    "wrong-hall",
                    Text("您约的是另一个大厅", "Your appointment is in another hall"),
                    Text("请到那个大厅签到", "Please check in there"),
                    _ON_SITE,
                    "The appointment is in another hall.",
                ),
            )
        ),
        FailureTexts(
            "queue.full",
            Text("这项业务今天的号已经取完", "There are no numbers left today for this business"),
            Text("请用手机“鄂汇办”预约后面几天", "Please book one of the next days in the app 鄂汇办 (Ehuiban)"),
            Text("也可以去附近还有号的大厅", "Or go to a hall nearby that still has numbers"),
            "Quota of the day is used up.",
            "Raise the quota in the platform if windows are free.",
            quiet=True,
        ),
        FailureTexts(
            "queue.closed",
            Text("这项业务现在不取号", "No numbers are given for this business now"),
            Text("请看大厅的办公时间", "Please see the hall's opening hours"),
            Text("自助机上能办的业务，全天可办", "What this terminal offers can be done day and night"),
            "Outside the hours in which numbers are given.",
            "Nothing to do at the terminal.",
            quiet=True,
        ),
        FailureTexts(
            "queue.too-many",
            Text("这个手机号已经取过这项业务的号", "This phone number already has a number for this business"),
            Text(
                "请用已取的号等候叫号，或不填手机号再取", "Please use that number, or take one without a phone number"
            ),
            Text("号找不到了，请到导办台", "If you have lost your ticket, the guide desk can help"),
            "As many active numbers for this phone and business as the rules allow.",
            "Nothing to do at the terminal.",
            quiet=True,
        ),
        FailureTexts(
            "queue.ticket-later",
            Text("号已取好，但小票没有打印出来", "You have a number, but its ticket was not printed"),
            Text("请记下这个号码，叫到号就到窗口", "Please note the number and go to the window when it is called"),
            Text(
                "叫号请看大厅的屏幕；不清楚的，请问导办台",
                "The hall's screens show who is called; the guide desk can help",
            ),
            "A number was given, its ticket not printed.",
            "Check the ticket printer.",
        ),
        FailureTexts(
            "case.not-found",
            Text("没有找到这个办件", "No such case was found"),
            Text("请核对回执上的办件编号和查询码", "Please check the case number and the query code on your slip"),
            Text("也可以放上身份证，直接查自己的办件", "Or place your ID card to see your own cases"),
            "Case number and query code do not match.",
            "Nothing to do at the terminal.",
            quiet=True,
        ),
        FailureTexts(
            "case.none",
            Text("没有查到您的办件", "No cases of yours were found"),
            Text("刚刚提交的办件可能要等几分钟才能查到", "A case filed just now may take a few minutes to appear"),
            Text("也可以用办件编号和查询码查询", "You can also look up by case number and query code"),
            "This person has no cases.",
            "Nothing to do at the terminal.",
            quiet=True,
        ),
        FailureTexts(
            "window.show-document",
            Text("没有核验成", "We could not check who you are"),
            Text("请和面前的工作人员说，由他们查验您的证件", "Please tell the clerk, who will look at your documents"),
            Text("身份证、驾驶证、护照等有效证件都可以", "Any valid document will do"),
            "The person opposite was not identified; the clerk's screen says why.",
            "Look at another document.",
            quiet=True,
        ),
        FailureTexts(
            "photo.none",
            Text("登记信息里没有可以比对的照片", "There is no photograph on record to compare with"),
            Text("请用别的办法核验", "Please choose another way"),
            _NO_FACE_NEEDED,
            "The register keeps no photograph of this person.",
            "Identify the person by a document.",
            quiet=True,
        ),
        FailureTexts(
            "template.none",
            Text("登记信息里没有可以直接比对的人脸数据", "There are no face data on record to compare with directly"),
            Text("可以用登记照片比对", "The photograph on record will do"),
            _NO_FACE_NEEDED,
            "The register keeps no template of this terminal's face model.",
            "Nothing to do: the photograph is compared instead.",
            quiet=True,
        ),
        *(
            FailureTexts(f"face.{what}", happened, now, _NO_FACE_NEEDED, staff, remedy, quiet=True)
            for what, happened, now, staff, remedy in _FACE_TROUBLES
        ),
        FailureTexts(
            "terminal.fault",
            Text(
                "这台机器出了点问题，这次没有办成", "Something went wrong with this machine; it did not work this time"
            ),
            Text("请换一台机器，或告诉工作人员", "Please use another machine, or tell staff"),
            _WINDOW,
            "A fault of the program itself; see the log.",
            "Send the log to the maintainers.",
        ),
    )
}


def texts(code: str) -> FailureTexts:
    """The words for a code; an unknown one (of a newer platform, say) has the words of a refusal."""
    return TEXTS.get(code) or TEXTS["platform.refused"]
